package io.dbvitals.http;

import io.dbvitals.http.answer.Parameters;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.route.PageRoute;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/**
 * {@code /probe?target=&module=&collect[]=}: a server that need not be in the configuration. Also as {@code auth_module}, as
 * mysqld_exporter and postgres_exporter call the module, and as redis_exporter's {@code /scrape?target=}.
 */
final class ProbeSource implements PageRoute.Source {
    private final Services services;
    private final String scheme;

    /** @param kind what a target without a scheme is; empty: what its module is for */
    ProbeSource(Services services, String kind) {
        this.services = services;
        this.scheme = kind.isEmpty() ? "" : kind + "://";
    }

    @Override
    public PageRoute.Reading begin(Request request, Parameters parameters) throws Refusal {
        String target = parameters.one("target", "");
        if (target.isEmpty()) {
            throw new Refusal(400, "the parameter 'target' is missing: /probe?target=HOST:PORT&module=NAME");
        }
        String module = parameters.one("module", parameters.one("auth_module", ""));
        Set<String> collectors = parameters.all("collect");
        PageRoute.check("collector", collectors, services.collectors().get());
        Duration budget = Budget.of(request, services.limits().get());
        try {
            return new PageRoute.Reading(
                    services.prober()
                            .probe(target.contains("://") ? target : scheme + target, module, collectors, budget),
                    budget);
        } catch (ProbeRefused e) {
            throw new Refusal(e.isForbidden() ? 403 : 400, String.valueOf(e.getMessage()));
        }
    }
}
