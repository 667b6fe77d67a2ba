package io.dbvitals.migration.tool;

import io.dbvitals.migration.state.MigrationState;
import io.dbvitals.migration.state.Place;
import io.dbvitals.migration.state.Tool;
import io.dbvitals.migration.state.Trouble;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * golang-migrate: one row, the version that it came to; {@code dirty} from the beginning of a migration until it is done. None where
 * nothing is applied; -1 where the first one was being undone.
 */
final class GolangMigration implements ToolTables {
    private static final String SQL = "SELECT version, CASE WHEN dirty THEN 1 ELSE 0 END FROM :table";

    @Override
    public String table() {
        return "schema_migrations";
    }

    @Override
    public boolean owns(Set<String> columns) {
        return columns.equals(Set.of("version", "dirty"));
    }

    @Override
    public MigrationState read(Place place, Optional<Place> second, Tables tables)
            throws CollectException, InterruptedException {
        return tables.read(place, SQL, rows -> state(place, rows));
    }

    private static MigrationState state(Place place, Rows rows) throws CollectException {
        List<String> versions = new ArrayList<>();
        List<Trouble> troubles = new ArrayList<>();
        while (rows.next()) {
            String version = rows.text(0);
            if (rows.number(1) == 1) {
                troubles.add(new Trouble(
                        Trouble.Kind.DIRTY,
                        "dirty at " + version,
                        "see whether it still runs; else undo by hand what it left half done, then migrate force to the"
                                + " version that is whole"));
            } else if (!version.startsWith("-")) {
                versions.add(version);
            }
        }
        return new MigrationState(Tool.GOLANG_MIGRATE, place, versions, versions.size(), versions, troubles, "");
    }
}
