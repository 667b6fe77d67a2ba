package io.dbvitals.migration.state;

/**
 * Where a tool keeps its table.
 *
 * @param database empty where schemas are databases, as in MySQL
 */
public record Place(String database, String schema, String table) {
    /** {@code app: public.flyway_schema_history}, or {@code app.flyway_schema_history}. */
    @Override
    public String toString() {
        return (database.isEmpty() ? "" : database + ": ") + schema + "." + table;
    }

    /** Another table beside it. */
    public Place beside(String other) {
        return new Place(database, schema, other);
    }
}
