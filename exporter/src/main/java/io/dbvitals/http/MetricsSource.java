package io.dbvitals.http;

import io.dbvitals.http.answer.Parameters;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.route.PageRoute;
import io.dbvitals.scrape.ScrapeRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Request;

/** {@code /metrics}: the configured targets, narrowed by kind, {@code target}, {@code collect[]} and {@code exclude[]}. */
final class MetricsSource implements PageRoute.Source {
    /** As they stand behind {@code /metrics/}. */
    static final List<String> KINDS = List.of("postgres", "pgbouncer", "mysql", "redis", "host", "vector", "self");

    /** No system of its own: what the collectors of such names find in PostgreSQL. */
    private static final Set<String> VECTOR = Set.of("vector");

    private static final String VECTOR_COLLECTORS = "pg_vector_";

    private final Services services;
    private final Set<String> kinds;

    /** @param kinds empty means all */
    MetricsSource(Services services, Set<String> kinds) {
        this.services = services;
        this.kinds = Set.copyOf(kinds);
    }

    @Override
    public PageRoute.Reading begin(Request request, Parameters parameters) throws Refusal {
        Set<String> targets = parameters.all("target");
        PageRoute.check("target", targets, targetNames());
        Duration budget = Budget.of(request, services.limits().get());
        Set<String> collectors = collectors(parameters);
        ScrapeRequest scrape = kinds.equals(VECTOR)
                ? new ScrapeRequest(Set.of("postgres"), targets, ofVectors(collectors), budget)
                : new ScrapeRequest(kinds, targets, collectors, budget);
        return new PageRoute.Reading(services.scraper().scrape(scrape), budget);
    }

    private Set<String> ofVectors(Set<String> asked) throws Refusal {
        Set<String> known = new TreeSet<>(services.collectors().get());
        known.removeIf(name -> !name.startsWith(VECTOR_COLLECTORS));
        if (!asked.isEmpty()) {
            PageRoute.check("collector of vectors", asked, known);
            return asked;
        }
        // Without any PostgreSQL there is none, and an empty set would mean all.
        return known.isEmpty() ? Set.of(VECTOR_COLLECTORS) : known;
    }

    private Set<String> targetNames() {
        return services.targets().get().stream().map(DiscoveredTarget::name).collect(Collectors.toSet());
    }

    private Set<String> collectors(Parameters parameters) throws Refusal {
        Set<String> collect = parameters.all("collect");
        Set<String> exclude = parameters.all("exclude");
        if (exclude.isEmpty() && collect.isEmpty()) {
            return collect;
        }
        if (!collect.isEmpty() && !exclude.isEmpty()) {
            throw new Refusal(400, "'collect' and 'exclude' cannot be combined; give one of them");
        }
        Set<String> known = services.collectors().get();
        PageRoute.check("collector", collect, known);
        PageRoute.check("collector", exclude, known);
        if (exclude.isEmpty()) {
            return collect;
        }
        Set<String> rest = new TreeSet<>(known);
        rest.removeAll(exclude);
        if (rest.isEmpty()) {
            throw new Refusal(400, "'exclude' leaves no collector");
        }
        return rest;
    }
}
