package io.dbvitals.http;

import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;

/**
 * {@code /sd/targets}: each target as one entry of Prometheus's {@code http_sd}, scraped from the address under which
 * this page was asked for.
 */
final class DiscoveryRoute implements Route {
    private final Supplier<List<DiscoveredTarget>> targets;

    DiscoveryRoute(Supplier<List<DiscoveredTarget>> targets) {
        this.targets = targets;
    }

    @Override
    public CompletableFuture<Answer> answer(Request request) {
        String host = Request.getServerName(request);
        String address = (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":"
                + Request.getServerPort(request);
        List<Object> entries = new ArrayList<>();
        for (DiscoveredTarget target : targets.get()) {
            Map<String, Object> labels = new LinkedHashMap<>(target.labels());
            labels.put("__scheme__", request.isSecure() ? "https" : "http");
            labels.put("__metrics_path__", "/metrics");
            labels.put("__param_target", target.name());
            labels.put("dbvitals_target", target.name());
            labels.put("kind", target.kind());
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("targets", List.of(address));
            entry.put("labels", labels);
            entries.add(entry);
        }
        return CompletableFuture.completedFuture(Answer.json(200, entries));
    }
}
