package io.dbvitals.http.route;

import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.answer.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/** What is served on one port: paths and their methods. */
public final class Routes {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> CHANGING = Set.of("POST", "PUT");
    private static final String RELOAD = "/-/reload";

    private final Map<String, Route> exact;
    private final Route health;
    private final Optional<ResourceRoute> resources;

    /** @param health answers {@code /health/{target}/{role}} */
    public Routes(Map<String, Route> exact, Route health) {
        this(exact, health, Optional.empty());
    }

    /** @param resources asked first */
    public Routes(Map<String, Route> exact, Route health, Optional<ResourceRoute> resources) {
        this.exact = Map.copyOf(exact);
        this.health = health;
        this.resources = resources;
    }

    Route find(Request request) throws Refusal {
        String path = Request.getPathInContext(request);
        if (resources.isPresent()
                && (path.startsWith("/api/") || resources.get().has(path))) {
            return resources.get();
        }
        Route route = exact.get(path);
        if (route == null && path.startsWith("/health/")) {
            route = health;
        }
        if (route == null) {
            throw new Refusal(404, "there is no " + path + "; there are: " + paths());
        }
        Set<String> methods = path.equals(RELOAD) ? CHANGING : READING;
        if (!methods.contains(request.getMethod())) {
            String allowed = String.join(", ", methods.stream().sorted().toList());
            Answer refusal =
                    Answer.text(405, path + " answers " + allowed + " only").with("Allow", allowed);
            return any -> CompletableFuture.completedFuture(refusal);
        }
        return route;
    }

    private String paths() {
        List<String> paths = exact.keySet().stream().sorted().toList();
        return String.join(", ", paths) + ", /health/{target}/{primary,replica,up}";
    }
}
