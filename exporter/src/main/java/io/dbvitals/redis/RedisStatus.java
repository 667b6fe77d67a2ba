package io.dbvitals.redis;

import io.dbvitals.redis.model.Readout;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Target;
import io.dbvitals.scrape.status.TargetStatus;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a server is up and how its scrapes went, under redis_exporter's names.
 *
 * <pre>
 * # TYPE redis_exporter_last_scrape_error gauge
 * redis_exporter_last_scrape_error{err="denied"} 1.0
 * </pre>
 */
final class RedisStatus {
    private static final MetricMetadata UP = new MetricMetadata("redis_up", "Information about the Redis instance");
    private static final MetricMetadata SCRAPES =
            new MetricMetadata("redis_exporter_scrapes", "Current total redis scrapes.");
    private static final MetricMetadata ERROR = new MetricMetadata(
            "redis_exporter_last_scrape_error", "Whether the last scrape failed; err says why, in one word.");
    private static final MetricMetadata DURATION = new MetricMetadata(
            "redis_exporter_last_scrape_duration_seconds", "Duration of the last scrape of the server.");
    private static final MetricMetadata CONNECTING = new MetricMetadata(
            "redis_exporter_last_scrape_connect_time_seconds",
            "Time that the last scrape took to connect; 0 where the connection was kept.");
    private static final MetricMetadata DURATIONS =
            new MetricMetadata("redis_exporter_scrape_duration_seconds", "Durations of scrapes by the exporter");
    private static final MetricMetadata REQUEST_ERRORS =
            new MetricMetadata("redis_target_scrape_request_errors", "Errors in requests to the exporter");
    private static final MetricMetadata REFUSED = new MetricMetadata(
            "redis_exporter_command_refused",
            "Commands that the server does not let the exporter use, so that their metrics are missing.");

    private final Labels labels;
    private final String target;
    private long scrapes;
    private double seconds;

    RedisStatus(Labels labels, String target) {
        this.labels = labels;
        this.target = target;
    }

    /** Counts one more scrape. */
    synchronized List<MetricSnapshot> families(
            Target.Report report,
            Server server,
            Set<String> refused,
            Optional<Readout> readout,
            Optional<CollectException> failure) {
        double took = report.took().toNanos() / 1e9;
        scrapes++;
        seconds += took;
        String why = report.up() ? "" : failure.map(e -> e.reason().label()).orElse("timeout");
        List<MetricSnapshot> families = new ArrayList<>(List.of(
                TargetStatus.gauge(UP, report.up() ? 1 : 0, labels),
                counter(SCRAPES, (double) scrapes),
                TargetStatus.gauge(ERROR, report.up() ? 0 : 1, labels.merge(Labels.of("err", why))),
                TargetStatus.gauge(DURATION, took, labels),
                TargetStatus.gauge(CONNECTING, server.connecting().toNanos() / 1e9, labels),
                new SummarySnapshot(
                        DURATIONS,
                        List.of(new SummaryDataPointSnapshot(
                                scrapes, seconds, Quantiles.EMPTY, labels, Exemplars.EMPTY, 0L))),
                // A request that names no such target never comes as far as a target.
                counter(REQUEST_ERRORS, 0)));
        List<GaugeDataPointSnapshot> points = refused.stream()
                .map(command -> new GaugeDataPointSnapshot(1, labels.merge(Labels.of("command", command)), null))
                .toList();
        if (!points.isEmpty()) {
            families.add(new GaugeSnapshot(REFUSED, points));
        }
        families.addAll(TargetStatus.families(
                target,
                server.openConnections(),
                1,
                readout.filter(read -> report.up()).map(read -> read.info().replica())));
        return families;
    }

    private MetricSnapshot counter(MetricMetadata name, double value) {
        return new CounterSnapshot(name, List.of(new CounterDataPointSnapshot(value, labels, null, 0L)));
    }
}
