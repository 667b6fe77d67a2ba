package io.dbvitals.scrape;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** One group of metrics that is read together and fails together. */
public interface Collector {
    /** The {@code collector} label in the exporter's own metrics: unique within a target, constant. */
    String name();

    /** {@code stat_user_tables} of {@code stat_user_tables@app}: the name without the database that it is read in. */
    static String baseName(String name) {
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }

    /** Reads now and returns whole families, or throws; never a part of them. */
    List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException;
}
