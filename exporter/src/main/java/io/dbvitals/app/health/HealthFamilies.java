package io.dbvitals.app.health;

import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.health.score.Component;
import io.dbvitals.health.score.Score;
import io.dbvitals.health.score.Vital.Knowledge;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The health of each target when it was last read, and what costs it points.
 *
 * <pre>
 * dbvitals_health_score{target="primary"} 72.4
 * dbvitals_health_status{status="degraded",target="primary"} 1
 * dbvitals_health_component_points_lost{component="connections",target="primary"} 6.6
 * dbvitals_health_component_value{component="connections",target="primary"} 0.87
 * dbvitals_health_band_points_lost{target="primary"} 21
 * dbvitals_health_known_weight_ratio{target="primary"} 1
 * dbvitals_health_last_read_timestamp_seconds{target="primary"} 1.7e9
 * </pre>
 */
public final class HealthFamilies {
    private final LongSupplier millisClock;
    private final Map<String, Scored> scores = new TreeMap<>();

    private record Scored(Score score, double at) {}

    public HealthFamilies(LongSupplier millisClock) {
        this.millisClock = millisClock;
    }

    /** What the last reading of a target has come to. */
    public synchronized void scored(String target, Score score) {
        scores.put(target, new Scored(score, millisClock.getAsLong() / 1e3));
    }

    /** Nothing is known of it any more. */
    synchronized void forget(String target) {
        scores.remove(target);
    }

    /** Forgets all other targets. */
    synchronized void keepOnly(List<String> targets) {
        scores.keySet().retainAll(targets);
    }

    /** Nothing before the first reading. */
    public synchronized List<MetricSnapshot> snapshot() {
        Gauges all = new Gauges();
        scores.forEach((target, scored) -> {
            Score score = scored.score();
            Labels labels = Labels.of("target", target);
            all.add(
                    "score",
                    "Health of the target from 0 to 100; below 80 degraded, below 50 unhealthy.",
                    labels,
                    score.points());
            for (Status status : Status.values()) {
                String name = status.name().toLowerCase(Locale.ROOT);
                all.add(
                        "status",
                        "Whether that is the status of the target, by its worst component.",
                        Labels.of("status", name, "target", target),
                        score.status() == status ? 1 : 0);
            }
            for (Component component : score.components()) {
                if (component.knowledge() != Knowledge.NOT_APPLICABLE) {
                    Labels of = Labels.of("component", component.name(), "target", target);
                    all.add(
                            "component_points_lost",
                            "Points that the component costs; with band_points_lost they add up to 100 - score.",
                            of,
                            component.lost());
                    component
                            .value()
                            .ifPresent(value -> all.add(
                                    "component_value",
                                    "The worst figure of the component, in its own unit.",
                                    of,
                                    value));
                }
            }
            all.add(
                    "band_points_lost",
                    "Points lost because the worst component is at its warning or critical.",
                    labels,
                    score.bandDrop());
            all.add(
                    "known_weight_ratio",
                    "Part of the weights that stands on what could be read.",
                    labels,
                    score.knownWeightRatio());
            all.add(
                    "last_read_timestamp_seconds",
                    "When the target was last read for its health.",
                    labels,
                    scored.at());
        });
        return all.families();
    }

    private static final class Gauges {
        private final Map<String, List<GaugeDataPointSnapshot>> points = new TreeMap<>();
        private final Map<String, String> help = new TreeMap<>();

        void add(String name, String text, Labels labels, double value) {
            help.put(name, text);
            points.computeIfAbsent(name, key -> new ArrayList<>()).add(new GaugeDataPointSnapshot(value, labels, null));
        }

        List<MetricSnapshot> families() {
            List<MetricSnapshot> families = new ArrayList<>();
            points.forEach((name, each) -> families.add(new GaugeSnapshot(
                    new MetricMetadata("dbvitals_health_" + name, help.getOrDefault(name, "")), each)));
            return families;
        }
    }
}
