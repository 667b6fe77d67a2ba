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
 * Liquibase: one row for each change set, and a lock beside it. A change set can be asked for by its id, by its full name or by a tag
 * that was set at it.
 */
final class LiquibaseChangelog implements ToolTables {
    private static final String LOG = """
            SELECT id, author, filename, coalesce(exectype, ''), coalesce(tag, ''), cast(dateexecuted AS char(19))
              FROM :table ORDER BY dateexecuted, orderexecuted""";
    private static final String LOCK = """
            SELECT coalesce(lockedby, ''), cast(lockgranted AS char(19)) FROM :table
             WHERE CASE WHEN locked THEN 1 ELSE 0 END = 1""";

    @Override
    public String table() {
        return "databasechangelog";
    }

    @Override
    public Optional<String> second() {
        return Optional.of("databasechangeloglock");
    }

    @Override
    public boolean owns(Set<String> columns) {
        return columns.containsAll(
                Set.of("id", "author", "filename", "dateexecuted", "orderexecuted", "exectype", "tag"));
    }

    @Override
    public MigrationState read(Place place, Optional<Place> second, Tables tables)
            throws CollectException, InterruptedException {
        List<Trouble> troubles = new ArrayList<>();
        if (second.isPresent()) {
            troubles.addAll(tables.read(second.get(), LOCK, LiquibaseChangelog::locks));
        }
        return tables.read(place, LOG, rows -> state(place, rows, troubles));
    }

    private static MigrationState state(Place place, Rows rows, List<Trouble> troubles) throws CollectException {
        List<String> names = new ArrayList<>();
        List<Trouble> all = new ArrayList<>(troubles);
        List<String> newest = List.of();
        int applied = 0;
        String at = "";
        while (rows.next()) {
            String id = rows.text(0);
            String full = rows.text(2) + "::" + id + "::" + rows.text(1);
            if (rows.text(3).equals("FAILED")) {
                all.add(new Trouble(
                        Trouble.Kind.FAILED,
                        full + " failed at " + rows.text(5),
                        "undo by hand what it left half done, delete its row, and run liquibase update again"));
            } else if (!rows.text(3).equals("SKIPPED")) {
                applied++;
                newest = List.of(id);
                at = rows.text(5);
                names.addAll(List.of(id, full));
                if (!rows.text(4).isEmpty()) {
                    names.add(rows.text(4));
                }
            }
        }
        return new MigrationState(Tool.LIQUIBASE, place, newest, applied, names, all, at);
    }

    private static List<Trouble> locks(Rows rows) throws CollectException {
        List<Trouble> locks = new ArrayList<>();
        while (rows.next()) {
            locks.add(new Trouble(
                    Trouble.Kind.LOCKED,
                    "locked since " + rows.text(1) + " by " + rows.text(0),
                    "wait for it to end; if nothing runs there any more, liquibase release-locks"));
        }
        return locks;
    }
}
