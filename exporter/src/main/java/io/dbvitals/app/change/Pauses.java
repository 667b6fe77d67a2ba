package io.dbvitals.app.change;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which targets rest now.
 *
 * <pre>
 * dbvitals_target_paused{target="primary"} 1
 * </pre>
 */
public final class Pauses {
    private final InstantSource clock;
    private final Map<String, Pause> pauses = new TreeMap<>();

    public Pauses(InstantSource clock) {
        this.clock = clock;
    }

    /** In the order of their names; what is over is none. */
    public synchronized List<Pause> now() {
        pauses.values().removeIf(pause -> !pause.until().isAfter(clock.instant()));
        return List.copyOf(pauses.values());
    }

    public synchronized void add(Pause pause) {
        pauses.put(pause.target(), pause);
    }

    /** Nothing where there is none. */
    public synchronized void remove(String target) {
        pauses.remove(target);
    }

    /** Only of those that are paused. */
    public Optional<MetricSnapshot> snapshot() {
        List<GaugeDataPointSnapshot> points = now().stream()
                .map(pause -> new GaugeDataPointSnapshot(1, Labels.of("target", pause.target()), null))
                .toList();
        return points.isEmpty()
                ? Optional.empty()
                : Optional.of(new GaugeSnapshot(
                        new MetricMetadata(
                                "dbvitals_target_paused",
                                "Targets whose collection is paused; they are not asked, and have no other series."),
                        points));
    }
}
