package io.dbvitals.host;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.scrape.Target;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** How each collector went, under the names that dashboards know. */
final class HostStatus {
    private static final Meter SUCCESS = Meter.gauge(
            "node_scrape_collector_success", "Whether the collector could read (1) or not (0) in this scrape.");
    private static final Meter DURATION = Meter.gauge(
            "node_scrape_collector_duration_seconds", "How long the collector read in this scrape, in seconds.");

    private final LabelSets byCollector;

    HostStatus(Labels labels) {
        this.byCollector = new LabelSets(labels, "collector");
    }

    /** Scrapes may end at the same time. */
    synchronized List<MetricSnapshot> families(Target.Report report) {
        Meter.Points success = SUCCESS.points();
        Meter.Points duration = DURATION.points();
        for (Target.Collected collected : report.collectors()) {
            Labels labels = byCollector.of(collected.collector());
            success.add(labels, collected.success() ? 1 : 0);
            duration.add(labels, collected.took().toNanos() / 1e9);
        }
        return Meter.families(success, duration);
    }
}
