package io.dbvitals.pgbouncer;

import io.dbvitals.scrape.Target;
import io.dbvitals.scrape.status.TargetStatus;
import io.dbvitals.sql.ServerFacts;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a PgBouncer is up, which one it is and how its last reading went, under the names that dashboards know.
 *
 * <pre>
 * # TYPE pgbouncer_up gauge
 * pgbouncer_up 1.0
 * pgbouncer_version_info{version="PgBouncer 1.24.1"} 1
 * </pre>
 */
public final class PgBouncerStatus {
    private final PgBouncerServer server;
    private final Labels labels;
    private final String target;

    /** {@code labels} are borne by every series. */
    public PgBouncerStatus(PgBouncerServer server, Labels labels, String target) {
        this.server = server;
        this.labels = labels;
        this.target = target;
    }

    public List<MetricSnapshot> families(Target.Report report, Optional<ServerFacts> facts) {
        List<MetricSnapshot> families = new ArrayList<>();
        families.add(
                gauge("pgbouncer_up", "Whether the PgBouncer answered in this scrape.", report.up() ? 1 : 0, labels));
        families.add(gauge(
                "pgbouncer_exporter_last_scrape_error",
                "Whether any collector of the PgBouncer failed in this scrape (1) or none (0).",
                report.complete() ? 0 : 1,
                labels));
        families.add(gauge(
                "pgbouncer_exporter_last_scrape_duration_seconds",
                "Duration of this scrape of the PgBouncer.",
                report.took().toNanos() / 1e9,
                labels));
        if (report.up() && facts.isPresent()) {
            families.add(new InfoSnapshot(
                    new MetricMetadata("pgbouncer_version_info", "The PgBouncer version info."),
                    List.of(new InfoDataPointSnapshot(labels.merge(Labels.of("version", server.banner()))))));
        }
        families.addAll(
                TargetStatus.families(target, server.openConnections(), server.maxConnections(), Optional.empty()));
        return families;
    }

    private static MetricSnapshot gauge(String name, String help, double value, Labels labels) {
        return TargetStatus.gauge(new MetricMetadata(name, help), value, labels);
    }
}
