package io.dbvitals.query.rows;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** Gathers what one value column gives, row by row, into families. */
public interface Sink {
    /** Takes the current row, whose labels are {@code taken}'s last; returns how many samples it adds. */
    int add(Rows rows, RowLabels taken) throws CollectException;

    /** Whether rows of equal labels are not duplicates here: observations of a histogram, or rows that differ in other columns. */
    default boolean aggregates() {
        return false;
    }

    /** Whole families, after the last row. */
    List<MetricSnapshot> families(RowLabels taken) throws CollectException;
}
