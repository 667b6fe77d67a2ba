package io.dbvitals.app.health.json;

import io.dbvitals.app.guard.Answer;
import io.dbvitals.app.health.Remedies;
import io.dbvitals.app.health.TargetHealth;
import io.dbvitals.app.health.vitals.Reading;
import io.dbvitals.guard.act.Round;
import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.health.score.Component;
import io.dbvitals.health.score.Score;
import io.dbvitals.health.score.Vital.Knowledge;
import io.dbvitals.migration.state.MigrationState;
import io.dbvitals.migration.state.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The shape of {@code health-check --format json}: seconds, points of 100, {@code null} for what is not known. */
public final class HealthJson {
    private static final double ROUND = 1000;

    private HealthJson() {}

    /** {@code .status}, {@code .summary}, {@code .alerts[]} and {@code .metrics} over all targets, and each target by itself. */
    public static Map<String, Object> of(List<TargetHealth> all, Status status, Instant at) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("status", text(status));
        root.put("timestamp", at);
        root.put("alerts", all.stream().flatMap(each -> alerts(each).stream()).toList());
        root.put(
                "metrics",
                SessionsJson.metrics(
                        all.stream().flatMap(each -> each.sessions().stream()).toList()));
        root.put("summary", summary(all));
        root.put(
                "recommendations",
                all.stream().flatMap(each -> recommendations(each).stream()).toList());
        root.put("targets", all.stream().map(HealthJson::target).toList());
        return root;
    }

    private static Map<String, Object> summary(List<TargetHealth> all) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("targets", all.size());
        for (Status status : Status.values()) {
            summary.put(
                    text(status),
                    all.stream().filter(each -> each.status() == status).count());
        }
        summary.put(
                "lowest_score",
                all.stream()
                        .map(each -> each.score().points())
                        .min(Double::compare)
                        .map(HealthJson::rounded));
        return summary;
    }

    private static List<Map<String, Object>> alerts(TargetHealth health) {
        List<Map<String, Object>> alerts = new ArrayList<>();
        if (health.reading().isEmpty()) {
            alerts.add(SessionsJson.alert(health.target(), "reachable", "critical", health.error()));
            return alerts;
        }
        health.sessions().ifPresent(answer -> alerts.addAll(SessionsJson.alerts(answer)));
        for (Component component : health.findings()) {
            boolean told = component.name().equals("sessions") && !alerts.isEmpty();
            if (!told) {
                Map<String, Object> alert =
                        SessionsJson.alert(health.target(), component.name(), severity(component), component.cause());
                alert.put("value", component.value());
                alerts.add(alert);
            }
        }
        return alerts;
    }

    private static List<Map<String, Object>> recommendations(TargetHealth health) {
        List<Map<String, Object>> recommendations = new ArrayList<>();
        for (String remedy : Remedies.of(health)) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("target", health.target());
            one.put("text", remedy);
            recommendations.add(one);
        }
        return recommendations;
    }

    private static Map<String, Object> target(TargetHealth health) {
        Optional<Reading> reading = health.reading();
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("target", health.target());
        target.put("kind", health.kind());
        target.put("status", text(health.status()));
        target.put("error", Optional.of(health.error()).filter(error -> !error.isEmpty()));
        target.put(
                "missing",
                health.sessions().flatMap(Answer::round).map(Round::troubles).orElse(List.of()));
        target.put("timestamp", health.at());
        target.put("connected", reading.isPresent());
        target.put("attempts", health.attempts());
        target.put("connect_ms", millis(health.took()));
        target.put("response_ms", reading.map(each -> millis(each.response())));
        target.put("version", reading.map(Reading::product));
        target.put("role", reading.map(Reading::role).filter(role -> !role.isEmpty()));
        target.put("score", score(health.score()));
        target.put(
                "migrations",
                health.migrations().stream().map(HealthJson::migration).toList());
        target.put("migrations_unread", health.unread());
        target.put(
                "metrics",
                health.sessions()
                        .filter(answer -> answer.round().isPresent())
                        .map(answer -> SessionsJson.metrics(List.of(answer))));
        return target;
    }

    private static Map<String, Object> score(Score score) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("points", rounded(score.points()));
        Map<String, Object> drop = new LinkedHashMap<>();
        drop.put("points", rounded(score.bandDrop()));
        drop.put("cause", Optional.of(score.bandCause()).filter(cause -> !cause.isEmpty()));
        shown.put("band_drop", drop);
        shown.put("known_weight_ratio", rounded(score.knownWeightRatio()));
        shown.put(
                "components",
                score.components().stream().map(HealthJson::component).toList());
        return shown;
    }

    private static Map<String, Object> component(Component component) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", component.name());
        shown.put("weight", component.weight());
        shown.put("known", component.knowledge() == Knowledge.KNOWN);
        shown.put("applicable", component.knowledge() != Knowledge.NOT_APPLICABLE);
        shown.put("value", component.value().map(HealthJson::rounded));
        shown.put("badness", rounded(component.badness()));
        shown.put("points_lost", rounded(component.lost()));
        shown.put("cause", component.cause());
        return shown;
    }

    /** Which are pending is known to nobody but who has their files. */
    private static Map<String, Object> migration(MigrationState state) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("tool", state.tool().label());
        shown.put("schema", state.place().toString());
        shown.put("current", state.current());
        shown.put("applied", state.applied());
        shown.put("pending", Optional.empty());
        shown.put("troubles", state.troubles().stream().map(Trouble::text).toList());
        return shown;
    }

    /** As commands name it. */
    public static String severity(Component component) {
        if (component.knowledge() == Knowledge.NOT_APPLICABLE) {
            return "none";
        }
        if (component.badness() >= 1) {
            return "critical";
        }
        if (component.knowledge() == Knowledge.UNKNOWN) {
            return "unknown";
        }
        return component.badness() >= 0.5 ? "warning" : "ok";
    }

    private static double millis(Duration duration) {
        return rounded(duration.toNanos() / 1e6);
    }

    private static double rounded(double value) {
        return Math.round(value * ROUND) / ROUND;
    }

    private static String text(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
