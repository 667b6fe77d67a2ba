package io.dbvitals.migration.tool;

import io.dbvitals.migration.state.MigrationState;
import io.dbvitals.migration.state.Place;
import io.dbvitals.migration.state.Tool;
import io.dbvitals.migration.state.Version;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rails: one row for each version, and nothing else. A failed one leaves none; ar_internal_metadata says nothing of migrations. */
final class RailsVersions implements ToolTables {
    @Override
    public String table() {
        return "schema_migrations";
    }

    @Override
    public boolean owns(Set<String> columns) {
        return columns.equals(Set.of("version"));
    }

    @Override
    public MigrationState read(Place place, Optional<Place> second, Tables tables)
            throws CollectException, InterruptedException {
        return tables.read(place, "SELECT version FROM :table", rows -> state(place, rows));
    }

    private static MigrationState state(Place place, Rows rows) throws CollectException {
        List<String> versions = new ArrayList<>();
        while (rows.next()) {
            versions.add(rows.text(0));
        }
        versions.sort(Comparator.comparing(Version::of));
        List<String> newest = versions.isEmpty() ? List.of() : List.of(versions.get(versions.size() - 1));
        return new MigrationState(Tool.RAILS, place, newest, versions.size(), versions, List.of(), "");
    }
}
