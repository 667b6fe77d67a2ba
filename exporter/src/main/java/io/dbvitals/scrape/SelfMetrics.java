package io.dbvitals.scrape;

import io.dbvitals.scrape.page.Page;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;

/** What the exporter counts of its own work. */
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

    public void scrapeShared() {
        shared.inc();
    }

    public void scraped(Duration took) {
        scrapes.observe(took.toNanos() / 1e9);
    }

    /** What was counted since the start. */
    public List<MetricSnapshot> counted() {
        return List.of(
                errors.collect(),
                duplicates.collect(),
                limited.collect(),
                shared.collect(),
                scrapes.collect(),
                renderFailures.collect());
    }
}
