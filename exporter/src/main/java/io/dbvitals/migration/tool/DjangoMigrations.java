package io.dbvitals.migration.tool;

import io.dbvitals.migration.state.MigrationState;
import io.dbvitals.migration.state.Place;
import io.dbvitals.migration.state.Tool;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Django: one row for each migration of each application, {@code shop.0012_add_price}. A failed one leaves none. */
final class DjangoMigrations implements ToolTables {
    private static final String SQL = "SELECT app, name, cast(applied AS char(19)) FROM :table ORDER BY id";

    @Override
    public String table() {
        return "django_migrations";
    }

    @Override
    public boolean owns(Set<String> columns) {
        return columns.containsAll(Set.of("id", "app", "name", "applied"));
    }

    @Override
    public MigrationState read(Place place, Optional<Place> second, Tables tables)
            throws CollectException, InterruptedException {
        return tables.read(place, SQL, rows -> state(place, rows));
    }

    private static MigrationState state(Place place, Rows rows) throws CollectException {
        List<String> names = new ArrayList<>();
        Map<String, String> newest = new TreeMap<>();
        String at = "";
        while (rows.next()) {
            String name = rows.text(1);
            // Their numbers have four digits, so that they compare as texts do.
            newest.merge(rows.text(0), name, (one, other) -> one.compareTo(other) > 0 ? one : other);
            names.add(rows.text(0) + "." + name);
            at = rows.text(2);
        }
        List<String> current = newest.entrySet().stream()
                .map(each -> each.getKey() + "." + each.getValue())
                .toList();
        return new MigrationState(Tool.DJANGO, place, current, names.size(), names, List.of(), at);
    }
}
