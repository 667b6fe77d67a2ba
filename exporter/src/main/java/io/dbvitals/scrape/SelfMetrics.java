package io.dbvitals.scrape;

import io.dbvitals.scrape.page.Page;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the exporter says of its own work.
 *
 * <pre>
 * # TYPE dbvitals_collector_success gauge
 * dbvitals_collector_success{collector="pg_locks",target="primary"} 1.0
 * </pre>
 */
public final class SelfMetrics implements Page.Losses {
    private final Counter errors = Counter.builder()
            .name("dbvitals_collector_errors_total")
            .help("Readings that failed, by reason.")
            .labelNames("collector", "reason", "target")
            .build();
    private final Counter duplicates = Counter.builder()
            .name("dbvitals_duplicate_series_total")
            .help("Samples left out because another with the same name and labels came first.")
            .labelNames("collector", "target")
            .build();
    private final Counter limited = Counter.builder()
            .name("dbvitals_series_limited_total")
            .help("Samples left out by a limit on rows or series.")
            .labelNames("collector", "target")
            .build();
    private final Counter shared = Counter.builder()
            .name("dbvitals_scrapes_shared_total")
            .help("Scrapes answered with the result of another that was under way.")
            .build();
    private final Counter renderFailures = Counter.builder()
            .name("dbvitals_render_failures_total")
            .help("Families left out of a page because they could not be written.")
            .build();
    private final Histogram scrapes = Histogram.builder()
            .name("dbvitals_scrape_duration_seconds")
            .help("Time from the request to the complete set of samples.")
            .classicUpperBounds(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
            .build();

    public void error(String target, String collector, Reason reason) {
        errors.labelValues(collector, reason.label(), target).inc();
    }

    @Override
    public void duplicate(String target, String collector, int points) {
        duplicates.labelValues(collector, target).inc(points);
    }

    @Override
    public void limited(String target, String collector, int points) {
        limited.labelValues(collector, target).inc(points);
    }

    public void renderFailed() {
        renderFailures.inc();
    }

    void scrapeShared() {
        shared.inc();
    }

    void scraped(Duration took) {
        scrapes.observe(took.toNanos() / 1e9);
    }

    List<MetricSnapshot> snapshot(List<TargetReader.TargetResult> results) {
        List<MetricSnapshot> families = new ArrayList<>(List.of(
                errors.collect(),
                duplicates.collect(),
                limited.collect(),
                shared.collect(),
                scrapes.collect(),
                renderFailures.collect()));
        families.addAll(collectors(results));
        return families;
    }

    private static List<MetricSnapshot> collectors(List<TargetReader.TargetResult> results) {
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
