package io.dbvitals.http.route;

import io.dbvitals.health.HealthReport;
import io.dbvitals.health.HealthReport.ProcessUse;
import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.health.HealthReport.TargetHealth;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Listing;
import io.dbvitals.http.answer.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;

/** {@code /health} and what is below it: what is known already, so that asking costs no database anything. */
public final class HealthRoutes {
    private static final List<String> ROLES = List.of("primary", "replica", "up");

    private final Supplier<HealthReport> health;

    public HealthRoutes(Supplier<HealthReport> health) {
        this.health = health;
    }

    /** All targets; 503 when one is unhealthy. */
    public CompletableFuture<Answer> report(Request request) {
        HealthReport report = health.get();
        Map<String, Object> targets = new LinkedHashMap<>();
        for (TargetHealth target : report.targets()) {
            targets.put(target.name(), target(target));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", label(report.status()));
        json.put("timestamp", report.at());
        json.put("targets", targets);
        json.put("process", process(report.process()));
        return done(Answer.json(report.status() == Status.UNHEALTHY ? 503 : 200, json));
    }

    private static Map<String, Object> target(TargetHealth target) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", target.kind());
        json.put("status", label(target.status()));
        json.put("role", target.replica().map(replica -> replica ? "replica" : "primary"));
        json.put("response_time_ms", target.responseTime().map(time -> time.toNanos() / 1e6));
        json.put("age_seconds", target.age().map(HealthRoutes::seconds));
        if (!target.error().isEmpty()) {
            json.put("error", target.error());
        }
        return json;
    }

    private static Map<String, Object> process(ProcessUse use) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("uptime_seconds", seconds(use.uptime()));
        json.put("cpu_seconds", use.cpuSeconds());
        json.put("heap_used_bytes", use.heapUsedBytes());
        json.put("heap_max_bytes", use.heapMaxBytes());
        json.put("resident_bytes", use.residentBytes());
        json.put("threads", use.threads());
        return json;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    static String label(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** {@code /health/{target}/{primary,replica,up}}, for load balancers. */
    public CompletableFuture<Answer> role(Request request) throws Refusal {
        String path = Request.getPathInContext(request);
        int slash = path.lastIndexOf('/');
        String role = path.substring(slash + 1);
        String name = slash <= "/health/".length() - 1 ? "" : path.substring("/health/".length(), slash);
        if (name.isEmpty() || !ROLES.contains(role)) {
            throw new Refusal(404, "there is no " + path + "; ask /health/{target}/{primary,replica,up}");
        }
        List<String> known = new ArrayList<>();
        for (TargetHealth target : health.get().targets()) {
            if (target.name().equals(name)) {
                return done(role(target, role));
            }
            known.add(target.name());
        }
        throw new Refusal(404, "there is no target '" + name + "'; there are: " + Listing.of(known));
    }

    private static Answer role(TargetHealth target, String role) {
        // What was never asked is not known to be up, and no traffic is sent there.
        boolean up = target.status() != Status.UNHEALTHY && target.age().isPresent();
        boolean yes = up
                && switch (role) {
                    case "primary" -> target.replica().equals(Optional.of(false));
                    case "replica" -> target.replica().equals(Optional.of(true));
                    default -> true;
                };
        return Answer.json(yes ? 200 : 503, target(target));
    }

    private static CompletableFuture<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
