package io.dbvitals.scrape.status;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The exporter's own connections to a server, and the server's part in replication.
 *
 * <pre>
 * # TYPE dbvitals_target_connections gauge
 * dbvitals_target_connections{target="primary"} 2.0
 * dbvitals_target_connections_limit{target="primary"} 3.0
 * dbvitals_target_replica{target="primary"} 0.0
 * </pre>
 */
public final class TargetStatus {
    private static final MetricMetadata CONNECTIONS = new MetricMetadata(
            "dbvitals_target_connections",
            "Connections that the exporter has open to the server, over all its databases.");
    private static final MetricMetadata LIMIT =
            new MetricMetadata("dbvitals_target_connections_limit", "Connections that the exporter never has more of.");
    private static final MetricMetadata REPLICA =
            new MetricMetadata("dbvitals_target_replica", "Whether the server follows another one.");

    private TargetStatus() {}

    /**
     * The families of one target.
     *
     * @param open connections now
     * @param limit of them
     * @param replica empty where that is not known or makes no sense
     */
    public static List<MetricSnapshot> families(String target, int open, int limit, Optional<Boolean> replica) {
        Labels labels = Labels.of("target", target);
        List<MetricSnapshot> families = new ArrayList<>();
        families.add(gauge(CONNECTIONS, open, labels));
        families.add(gauge(LIMIT, limit, labels));
        replica.ifPresent(follows -> families.add(gauge(REPLICA, follows ? 1 : 0, labels)));
        return families;
    }

    /** A family of one sample. */
    public static MetricSnapshot gauge(MetricMetadata name, double value, Labels labels) {
        return new GaugeSnapshot(name, List.of(new GaugeDataPointSnapshot(value, labels, null)));
    }
}
