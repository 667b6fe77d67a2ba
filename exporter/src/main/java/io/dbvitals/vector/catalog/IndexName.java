package io.dbvitals.vector.catalog;

import io.prometheus.metrics.model.snapshots.Labels;

/** How an index is called on a page: the labels that all of its series bear. */
public record IndexName(String database, String schema, String table, String index) {
    /** {@code datname}, {@code schemaname}, {@code relname} and {@code indexrelname}. */
    public Labels labels() {
        return Labels.of("datname", database, "schemaname", schema, "relname", table, "indexrelname", index);
    }

    /** {@code schema.index}, by which a configuration includes and excludes. */
    public String qualified() {
        return schema + "." + index;
    }

    @Override
    public String toString() {
        return database + ": " + qualified();
    }
}
