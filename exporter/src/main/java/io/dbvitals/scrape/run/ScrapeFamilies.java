package io.dbvitals.scrape.run;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * What the exporter says of one scrape, on the page of that scrape.
 *
 * <pre>
 * # TYPE dbvitals_collector_success gauge
 * dbvitals_collector_success{collector="pg_locks",target="primary"} 1.0
 * </pre>
 */
final class ScrapeFamilies {
    private ScrapeFamilies() {}

    static List<MetricSnapshot> of(List<TargetReader.TargetResult> results) {
        List<GaugeDataPointSnapshot> up = new ArrayList<>();
        List<GaugeDataPointSnapshot> success = new ArrayList<>();
        List<GaugeDataPointSnapshot> duration = new ArrayList<>();
        List<GaugeDataPointSnapshot> series = new ArrayList<>();
        List<GaugeDataPointSnapshot> age = new ArrayList<>();
        List<GaugeDataPointSnapshot> skipped = new ArrayList<>();
        for (TargetReader.TargetResult result : results) {
            String target = result.target().name();
            up.add(point(result.up() ? 1 : 0, Labels.of("kind", result.target().kind(), "target", target)));
            for (Reading reading : result.readings()) {
                Labels labels = Labels.of("collector", reading.collector(), "target", target);
                success.add(point(reading.failure().isEmpty() ? 1 : 0, labels));
                duration.add(point(reading.took().toNanos() / 1e9, labels));
                series.add(point(reading.series(), labels));
                age.add(point(reading.age().toNanos() / 1e9, labels));
            }
            result.target()
                    .skipped()
                    .forEach((collector, reason) -> skipped.add(
                            point(1, Labels.of("collector", collector, "reason", reason, "target", target))));
        }
        return List.of(
                family("dbvitals_target_up", "Whether the target answered in this scrape.", up),
                family("dbvitals_collector_success", "Whether the last reading of the collector succeeded.", success),
                family(
                        "dbvitals_collector_duration_seconds",
                        "Duration of the reading in this scrape; 0 when none was due.",
                        duration),
                family("dbvitals_collector_series", "Samples that the collector gave to this scrape.", series),
                family("dbvitals_collector_age_seconds", "Age of the collector's samples.", age),
                family(
                        "dbvitals_collector_skipped",
                        "Collectors that do not apply to the target now, by reason.",
                        skipped));
    }

    private static MetricSnapshot family(String name, String help, List<GaugeDataPointSnapshot> points) {
        return new GaugeSnapshot(new MetricMetadata(name, help), points);
    }

    private static GaugeDataPointSnapshot point(double value, Labels labels) {
        return new GaugeDataPointSnapshot(value, labels, null);
    }
}
