package io.dbvitals.api.dashboard.json;

import io.dbvitals.api.dashboard.Dashboard;
import io.dbvitals.api.dashboard.Section;
import io.dbvitals.api.dashboard.SelfState;
import io.dbvitals.api.dashboard.TargetCard;
import io.dbvitals.health.HealthReport.ProcessUse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The shape of {@code /api/v1/dashboard}: base units, {@code null} for what is not known. */
public final class DashboardJson {
    private static final double ROUND = 1000;

    private DashboardJson() {}

    /** For {@link io.dbvitals.config.json.Json}. */
    public static Map<String, Object> of(Dashboard dashboard) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("timestamp", dashboard.at());
        root.put("status", text(dashboard.status()));
        root.put(
                "targets", dashboard.targets().stream().map(DashboardJson::card).toList());
        root.put("alerts", section(dashboard.alerts(), DashboardRows::alert));
        root.put("sessions", section(dashboard.sessions(), DashboardRows::session));
        root.put("guard_plan", section(dashboard.guardPlan(), DashboardRows::step));
        root.put("slow_statements", section(dashboard.slowStatements(), DashboardRows::statement));
        root.put("vector_indexes", section(dashboard.vectorIndexes(), DashboardRows::vector));
        root.put("replication", section(dashboard.replication(), DashboardRows::replication));
        root.put("pools", section(dashboard.pools(), DashboardRows::pool));
        root.put("self", self(dashboard.self()));
        return root;
    }

    private static Map<String, Object> card(TargetCard card) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", card.name());
        one.put("kind", card.kind());
        one.put("status", text(card.status()));
        one.put("score", card.score().map(DashboardJson::rounded));
        one.put("losses", card.losses().stream().map(DashboardJson::loss).toList());
        one.put("role", card.replica().map(replica -> replica ? "replica" : "primary"));
        one.put("response_seconds", card.responseTime().map(DashboardJson::seconds));
        one.put("age_seconds", card.age().map(DashboardJson::seconds));
        one.put("error", some(card.error()));
        one.put("paused", card.paused());
        return one;
    }

    private static Map<String, Object> loss(TargetCard.Loss loss) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("component", loss.component());
        one.put("points", rounded(loss.points()));
        one.put("cause", loss.cause());
        return one;
    }

    private static <T> Map<String, Object> section(Section<T> section, Function<T, Map<String, Object>> row) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("read_at", section.readAt());
        one.put("trouble", some(section.trouble()));
        one.put("truncated", section.truncated());
        one.put("rows", section.rows().stream().map(row).toList());
        return one;
    }

    private static Map<String, Object> self(SelfState self) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("version", self.version());
        one.put("process", process(self.process()));
        one.put("guard", self.guard());
        one.put("reload_failure", self.reloadFailure());
        one.put("failures", List.copyOf(self.failures()));
        return one;
    }

    private static Map<String, Object> process(ProcessUse use) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("uptime_seconds", seconds(use.uptime()));
        one.put("cpu_seconds", rounded(use.cpuSeconds()));
        one.put("heap_used_bytes", use.heapUsedBytes());
        one.put("heap_max_bytes", use.heapMaxBytes());
        one.put("resident_bytes", use.residentBytes());
        one.put("threads", use.threads());
        return one;
    }

    static Optional<String> some(String text) {
        return Optional.of(text).filter(each -> !each.isEmpty());
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static double rounded(double value) {
        return Math.round(value * ROUND) / ROUND;
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
