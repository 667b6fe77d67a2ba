package io.dbvitals.migration.tool;

import io.dbvitals.migration.state.Place;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.SqlServer;

/** Reads the tables of one schema. */
public interface Tables {
    /**
     * Runs a statement.
     *
     * @param sql with {@code :table} in the place of the table's quoted name
     */
    <T> T read(Place place, String sql, SqlServer.RowReader<T> reader) throws CollectException, InterruptedException;
}
