package io.dbvitals.http.route;

import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.http.access.Access;
import io.dbvitals.http.access.Admission;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.answer.Route;
import io.dbvitals.http.call.CrossSite;
import io.dbvitals.http.resource.Caller;
import io.dbvitals.http.resource.Role;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** {@code POST /-/reload}: for those who are known, or who sit on the same machine. */
public final class ReloadRoute implements Route {
    private final Reloader reloader;
    private final Access access;

    public ReloadRoute(Reloader reloader, Access access) {
        this.reloader = reloader;
        this.access = access;
    }

    @Override
    public CompletableFuture<Answer> answer(Request request) throws Refusal {
        if (!mayReload(request)) {
            throw new Refusal(
                    403,
                    "a reload is accepted from this machine only; to allow it from elsewhere, set users"
                            + " (basic_auth_users) or RequireAndVerifyClientCert in the web configuration, or send SIGHUP");
        }
        if (CrossSite.isForeign(request.getHeaders())) {
            throw new Refusal(403, "a reload is not accepted from a page of another site");
        }
        try {
            reloader.reload();
        } catch (ConfigException e) {
            throw new Refusal(400, "not reloaded, the configuration before is kept\n" + e.getMessage());
        }
        return CompletableFuture.completedFuture(Answer.text(200, "reloaded"));
    }

    /** An admin; where there is none whoever is known; where nobody can be known whoever sits here. */
    private boolean mayReload(Request request) {
        Caller caller = Admission.on(request).caller();
        boolean isKnown = !caller.equals(Caller.ANONYMOUS) || access.verifiesEverybody();
        return caller.role() == Role.ADMIN
                || (isKnown && !access.terms().hasAdmins())
                || (!access.hasUsers() && !access.verifiesEverybody() && isLocal(request));
    }

    /** What comes through a proxy on this machine is not from this machine. */
    private static boolean isLocal(Request request) {
        HttpFields headers = request.getHeaders();
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress remote
                && remote.getAddress() != null
                && remote.getAddress().isLoopbackAddress()
                && !headers.contains(HttpHeader.X_FORWARDED_FOR)
                && !headers.contains(HttpHeader.FORWARDED);
    }
}
