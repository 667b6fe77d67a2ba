package io.dbvitals.http.route;

import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.http.access.Access;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.answer.Route;
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
        if (!access.knowsItsClients() && !isLocal(request)) {
            throw new Refusal(
                    403,
                    "a reload is accepted from this machine only; to allow it from elsewhere, set users"
                            + " (basic_auth_users) or RequireAndVerifyClientCert in the web configuration, or send SIGHUP");
        }
        if (isFromOtherSite(request.getHeaders())) {
            throw new Refusal(403, "a reload is not accepted from a page of another site");
        }
        try {
            reloader.reload();
        } catch (ConfigException e) {
            throw new Refusal(400, "not reloaded, the configuration before is kept\n" + e.getMessage());
        }
        return CompletableFuture.completedFuture(Answer.text(200, "reloaded"));
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

    /** Browsers say so; without this any page that somebody looks at on this machine could ask for a reload. */
    private static boolean isFromOtherSite(HttpFields headers) {
        String site = headers.get("Sec-Fetch-Site");
        if (site == null) {
            return headers.contains(HttpHeader.ORIGIN);
        }
        return !site.equals("same-origin") && !site.equals("none");
    }
}
