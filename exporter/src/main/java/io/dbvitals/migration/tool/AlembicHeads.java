package io.dbvitals.migration.tool;

import io.dbvitals.migration.state.MigrationState;
import io.dbvitals.migration.state.Place;
import io.dbvitals.migration.state.Tool;
import io.dbvitals.migration.state.Trouble;
import io.dbvitals.scrape.CollectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Alembic: one row for each head, as a rule one; none when everything was undone. Earlier revisions are only in its scripts. */
final class AlembicHeads implements ToolTables {
    @Override
    public String table() {
        return "alembic_version";
    }

    @Override
    public boolean owns(Set<String> columns) {
        return columns.contains("version_num");
    }

    @Override
    public MigrationState read(Place place, Optional<Place> second, Tables tables)
            throws CollectException, InterruptedException {
        List<String> heads = tables.read(place, "SELECT version_num FROM :table ORDER BY version_num", rows -> {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.text(0));
            }
            return found;
        });
        List<Trouble> troubles = heads.size() < 2
                ? List.of()
                : List.of(
                        new Trouble(
                                Trouble.Kind.HEADS,
                                heads.size() + " heads: " + String.join(", ", heads),
                                "alembic merge heads, then alembic upgrade head; or require each of them, if they are branches"));
        return new MigrationState(Tool.ALEMBIC, place, heads, heads.size(), heads, troubles, "");
    }
}
