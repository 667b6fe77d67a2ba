package io.dbvitals.migration.tool;

import io.dbvitals.migration.state.MigrationState;
import io.dbvitals.migration.state.Place;
import io.dbvitals.scrape.CollectException;
import java.util.Optional;
import java.util.Set;

/** Knows the tables of one tool. */
public interface ToolTables {
    /** Its own table's default name, in lower case. */
    String table();

    /** Whether a table of that name and these columns, in lower case, is the tool's. */
    boolean owns(Set<String> columns);

    /** A second table that is read as well, if it is there. */
    default Optional<String> second() {
        return Optional.empty();
    }

    /**
     * Reads what the tool has done.
     *
     * @param second where the second table is, if it is there
     */
    MigrationState read(Place place, Optional<Place> second, Tables tables)
            throws CollectException, InterruptedException;
}
