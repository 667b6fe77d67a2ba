package io.dbvitals.query;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** Gathers what one value column gives, row by row, into families. */
interface Sink {
    /** Takes the current row; returns how many samples it adds. */
    int add(Rows rows, Labels labels) throws CollectException;

    /** Whether rows of equal labels belong together (observations of a histogram) instead of being duplicates. */
    default boolean aggregates() {
        return false;
    }

    /** Whole families, after the last row. */
    List<MetricSnapshot> families() throws CollectException;
}
