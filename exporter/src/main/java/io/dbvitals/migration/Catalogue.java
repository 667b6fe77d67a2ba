package io.dbvitals.migration;

import io.dbvitals.migration.state.Place;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds tables by their names in every schema, and knows how one kind of server writes names and rights. */
interface Catalogue {
    /** Tables of those names, in lower case. */
    List<Table> tables(String database, Set<String> names, Deadline deadline)
            throws CollectException, InterruptedException;

    /** The table's name as a statement has it. */
    String quoted(Place place);

    /** The statements that let us read it. */
    String grant(Place place);

    /**
     * A table that is there.
     *
     * @param readable false where it is known that it may not be read
     * @param columns in lower case; empty where they may not be seen
     */
    record Table(Place place, boolean readable, Set<String> columns) {
        public Table {
            columns = Set.copyOf(columns);
        }

        String name() {
            return place.table().toLowerCase(Locale.ROOT);
        }
    }
}
