package io.dbvitals.migration.tool;

import io.dbvitals.migration.state.MigrationState;
import io.dbvitals.migration.state.Place;
import io.dbvitals.migration.state.Tool;
import io.dbvitals.migration.state.Trouble;
import io.dbvitals.migration.state.Version;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Flyway: one row for each thing that it did. What counts is the last row of a version, or of a repeatable migration's script: it may say
 * that the version was undone, or deleted by a repair.
 */
final class FlywayHistory implements ToolTables {
    private static final String SQL = """
            SELECT coalesce(version, ''), coalesce(description, ''), type, CASE WHEN success THEN 1 ELSE 0 END,
                   cast(installed_on AS char(19))
              FROM :table ORDER BY installed_rank""";

    private record Row(String version, String name, String type, boolean success, String at) {
        boolean takesBack() {
            return type.startsWith("UNDO") || type.equals("DELETE");
        }
    }

    @Override
    public String table() {
        return "flyway_schema_history";
    }

    @Override
    public boolean owns(Set<String> columns) {
        return columns.containsAll(Set.of("installed_rank", "version", "type", "success", "installed_on"));
    }

    @Override
    public MigrationState read(Place place, Optional<Place> second, Tables tables)
            throws CollectException, InterruptedException {
        return state(place, tables.read(place, SQL, FlywayHistory::lastRows));
    }

    private static List<Row> lastRows(Rows rows) throws CollectException {
        Map<String, Row> last = new LinkedHashMap<>();
        while (rows.next()) {
            Row row = new Row(rows.text(0), rows.text(1), rows.text(2), rows.number(3) == 1, rows.text(4));
            // One that creates the schema itself has no version, and is no migration.
            if (!row.type().equals("SCHEMA")) {
                String key = row.version().isEmpty() ? "R " + row.name() : "V " + row.version();
                last.remove(key);
                last.put(key, row);
            }
        }
        return List.copyOf(last.values());
    }

    private static MigrationState state(Place place, List<Row> rows) {
        List<String> versions = new ArrayList<>();
        List<Trouble> troubles = new ArrayList<>();
        Optional<String> baseline = Optional.empty();
        int applied = 0;
        String at = "";
        for (Row row : rows) {
            if (!row.success()) {
                troubles.add(failed(row));
            } else if (!row.takesBack()) {
                applied++;
                at = row.at();
                if (!row.version().isEmpty()) {
                    versions.add(row.version());
                }
                if (row.type().endsWith("BASELINE")) {
                    baseline = Optional.of(row.version());
                }
            }
        }
        List<String> newest = versions.stream().max(Comparator.comparing(Version::of)).stream()
                .toList();
        return new MigrationState(Tool.FLYWAY, place, newest, applied, versions, baseline, troubles, at);
    }

    private static Trouble failed(Row row) {
        String what = row.version().isEmpty() ? "the repeatable migration \"" + row.name() + "\"" : row.version();
        return new Trouble(
                Trouble.Kind.FAILED,
                what + " failed at " + row.at(),
                "undo by hand what it left half done, then flyway repair, and migrate again");
    }
}
