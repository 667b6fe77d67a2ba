package io.dbvitals.app.history;

import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.prometheus.Prometheus;
import io.dbvitals.alerts.prometheus.RangeSeries;
import io.dbvitals.app.health.memory.HealthMemory;
import io.dbvitals.app.health.memory.Hour;
import io.dbvitals.app.history.History.Line;
import io.dbvitals.app.program.Program;
import io.dbvitals.config.Config;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks back: into the configured Prometheus, and where there is none or it does not answer, into an hour of memory. */
public final class Histories {
    private static final int MOST_POINTS = 300;
    private static final Duration LEAST_STEP = Duration.ofSeconds(Hour.STEP);
    private static final String COMPONENT = "dbvitals_health_component_value";
    private static final Map<String, String> HEADLINES =
            Map.of("dbvitals_health_score", HealthMemory.SCORE, "dbvitals_target_up", HealthMemory.UP);

    private final Program program;
    private Optional<Asked> asked = Optional.empty();

    /** Kept with its connections, as long as the configuration is the same. */
    private record Asked(Config.Alerting alerting, Prometheus prometheus) {}

    public Histories(Program program) {
        this.program = program;
    }

    /** {@code target} is one of the configuration. */
    public History of(String target, Duration span, Instant now) throws InterruptedException {
        Config.Alerting alerting = program.config().get().alerting();
        if (alerting.prometheus().isEmpty()) {
            return remembered(target, span, now, "");
        }
        try {
            return asked(prometheus(alerting), target, span, now);
        } catch (AlertingException e) {
            return remembered(target, span, now, String.valueOf(e.getMessage()));
        }
    }

    private synchronized Prometheus prometheus(Config.Alerting alerting) throws AlertingException {
        if (asked.filter(each -> each.alerting().equals(alerting)).isEmpty()) {
            asked = Optional.of(new Asked(alerting, Prometheus.of(alerting)));
        }
        return asked.orElseThrow().prometheus();
    }

    /** What that Prometheus has of a target, of whichever dbvitals it scrapes. */
    public static History asked(Prometheus prometheus, String target, Duration span, Instant now)
            throws AlertingException, InterruptedException {
        Duration step = Prometheus.step(span, MOST_POINTS, LEAST_STEP);
        Instant to = whole(now, LEAST_STEP);
        int points = 1 + (int) span.dividedBy(step);
        Instant from = to.minus(step.multipliedBy(points - 1L));
        // Several that scrape the same, or one that was moved, are one here.
        String promql = "max by (__name__, component) ({__name__=~\"dbvitals_health_score|dbvitals_target_up|"
                + COMPONENT + "\",target=\"" + target + "\"})";
        Map<String, Double[]> lines = new TreeMap<>();
        for (RangeSeries series : prometheus.range(promql, from, to, step)) {
            String metric = series.labels().getOrDefault("__name__", "");
            String name = metric.equals(COMPONENT)
                    ? series.labels().getOrDefault("component", "")
                    : HEADLINES.getOrDefault(metric, metric);
            Double[] values = lines.computeIfAbsent(name, key -> unknown(points));
            for (RangeSeries.Point point : series.points()) {
                long at = Duration.between(from, point.at()).dividedBy(step);
                if (at >= 0 && at < points) {
                    values[(int) at] = point.value();
                }
            }
        }
        return new History(
                target,
                "prometheus",
                lines.isEmpty() ? prometheus.name() + " knows nothing of this target in that time" : "",
                from,
                step,
                points,
                lines.entrySet().stream()
                        .map(each -> new Line(each.getKey(), Arrays.asList(each.getValue())))
                        .toList());
    }

    private History remembered(String target, Duration span, Instant now, String why) {
        Duration most = LEAST_STEP.multipliedBy(Hour.SLOTS);
        Duration kept = span.compareTo(most) < 0 ? span : most;
        int points = (int) Math.max(1, kept.dividedBy(LEAST_STEP));
        Instant from = whole(now, LEAST_STEP).minus(LEAST_STEP.multipliedBy(points - 1L));
        String trouble = !why.isEmpty()
                ? why
                : span.compareTo(most) > 0
                        ? "memory holds one hour; alerting.prometheus names one that holds more"
                        : "";
        Optional<Hour> hour = program.rounds().memory().of(target);
        List<Line> lines = hour.map(known -> known.names().stream()
                        .map(name -> line(name, known.values(name, from, points)))
                        .filter(line -> !line.isEmpty())
                        .toList())
                .orElse(List.of());
        return new History(target, "memory", trouble, from, LEAST_STEP, points, lines);
    }

    private static Line line(String name, double[] values) {
        return new Line(name, Arrays.stream(values).boxed().toList());
    }

    private static Double[] unknown(int points) {
        return Collections.nCopies(points, Double.NaN).toArray(Double[]::new);
    }

    private static Instant whole(Instant at, Duration step) {
        return Instant.ofEpochSecond(at.getEpochSecond() / step.toSeconds() * step.toSeconds());
    }
}
