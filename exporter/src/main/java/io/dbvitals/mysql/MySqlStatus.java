package io.dbvitals.mysql;

import io.dbvitals.scrape.Target;
import io.dbvitals.scrape.status.TargetStatus;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a MySQL or MariaDB server is up and how its last reading went, under the names that dashboards know.
 *
 * <pre>
 * mysql_up 1.0
 * mysql_exporter_collector_success{collector="collect.global_status"} 1.0
 * </pre>
 */
public final class MySqlStatus {
    private static final MetricMetadata UP = new MetricMetadata("mysql_up", "Whether the MySQL server is up.");
    private static final MetricMetadata ERROR = new MetricMetadata(
            "mysql_exporter_last_scrape_error",
            "Whether any collector of the server failed in this scrape (1) or none (0).");
    private static final MetricMetadata SUCCESS =
            new MetricMetadata("mysql_exporter_collector_success", "mysqld_exporter: Whether a collector succeeded.");
    private static final MetricMetadata DURATION =
            new MetricMetadata("mysql_exporter_collector_duration_seconds", "Collector time duration.");

    private final SqlServer server;
    private final Labels labels;
    private final String target;

    /** {@code labels} are borne by every series of the server. */
    public MySqlStatus(SqlServer server, Labels labels, String target) {
        this.server = server;
        this.labels = labels;
        this.target = target;
    }

    public List<MetricSnapshot> families(Target.Report report, Optional<ServerFacts> facts) {
        List<GaugeDataPointSnapshot> successes = new ArrayList<>();
        List<GaugeDataPointSnapshot> durations = new ArrayList<>();
        for (Target.Collected each : report.collectors()) {
            Labels of = labels.merge(Labels.of("collector", "collect." + each.collector()));
            successes.add(new GaugeDataPointSnapshot(each.success() ? 1 : 0, of, null));
            durations.add(new GaugeDataPointSnapshot(each.took().toNanos() / 1e9, of, null));
        }
        List<MetricSnapshot> families = new ArrayList<>();
        families.add(TargetStatus.gauge(UP, report.up() ? 1 : 0, labels));
        families.add(TargetStatus.gauge(ERROR, report.complete() ? 0 : 1, labels));
        if (!successes.isEmpty()) {
            families.add(new GaugeSnapshot(SUCCESS, successes));
            families.add(new GaugeSnapshot(DURATION, durations));
        }
        families.addAll(TargetStatus.families(
                target,
                server.openConnections(),
                server.maxConnections(),
                facts.filter(known -> report.up()).map(ServerFacts::replica)));
        return families;
    }
}
