package io.dbvitals.postgres;

import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Target;
import io.dbvitals.scrape.status.TargetStatus;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether a PostgreSQL server is up and how its last reading went, under the names that dashboards know.
 *
 * <pre>
 * # TYPE pg_up gauge
 * pg_up{server="db1:5432"} 1.0
 * </pre>
 */
public final class PostgresStatus {
    private static final MetricMetadata COLLECTOR_SUCCESS = new MetricMetadata(
            "pg_scrape_collector_success", "Whether the collector gave its result, in all databases.");
    private static final MetricMetadata COLLECTOR_DURATION = new MetricMetadata(
            "pg_scrape_collector_duration_seconds", "Duration of the collector's reading, over all databases.");

    private final SqlServer server;
    private final Labels labels;
    private final String target;
    private final AtomicLong scrapes = new AtomicLong();

    /** {@code labels} are borne by every series. */
    public PostgresStatus(SqlServer server, Labels labels, String target) {
        this.server = server;
        this.labels = labels;
        this.target = target;
    }

    public List<MetricSnapshot> families(Target.Report report, Optional<ServerFacts> facts) {
        List<MetricSnapshot> families = new ArrayList<>();
        families.add(gauge("pg_up", "Whether the server answered in this scrape.", report.up() ? 1 : 0, labels));
        families.add(gauge(
                "pg_exporter_last_scrape_error",
                "Whether any collector of the server failed in this scrape (1) or none (0).",
                report.complete() ? 0 : 1,
                labels));
        families.add(gauge(
                "pg_exporter_last_scrape_duration_seconds",
                "Duration of this scrape of the server.",
                report.took().toNanos() / 1e9,
                labels));
        families.add(new CounterSnapshot(
                new MetricMetadata("pg_exporter_scrapes", "Scrapes of the server."),
                List.of(new CounterDataPointSnapshot(scrapes.incrementAndGet(), labels, null, 0L))));
        families.addAll(collectors(report.collectors()));
        families.addAll(TargetStatus.families(
                target,
                server.openConnections(),
                server.maxConnections(),
                facts.filter(known -> report.up()).map(ServerFacts::replica)));
        return families;
    }

    /** As postgres_exporter tells it: one series for each, whatever the number of databases that it reads. */
    private List<MetricSnapshot> collectors(List<Target.Collected> collected) {
        Map<String, Target.Collected> byName = new TreeMap<>();
        for (Target.Collected each : collected) {
            String name = Collector.baseName(each.collector());
            byName.merge(
                    name,
                    new Target.Collected(name, each.success(), each.took()),
                    (one, other) -> new Target.Collected(
                            name, one.success() && other.success(), one.took().plus(other.took())));
        }
        List<GaugeDataPointSnapshot> successes = new ArrayList<>();
        List<GaugeDataPointSnapshot> durations = new ArrayList<>();
        byName.forEach((name, each) -> {
            Labels of = labels.merge(Labels.of("collector", name));
            successes.add(new GaugeDataPointSnapshot(each.success() ? 1 : 0, of, null));
            durations.add(new GaugeDataPointSnapshot(each.took().toNanos() / 1e9, of, null));
        });
        return successes.isEmpty()
                ? List.of()
                : List.of(
                        new GaugeSnapshot(COLLECTOR_SUCCESS, successes),
                        new GaugeSnapshot(COLLECTOR_DURATION, durations));
    }

    private static MetricSnapshot gauge(String name, String help, double value, Labels labels) {
        return TargetStatus.gauge(new MetricMetadata(name, help), value, labels);
    }
}
