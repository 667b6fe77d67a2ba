package io.dbvitals.app.health.vitals;

import io.dbvitals.app.health.figures.Draft;
import io.dbvitals.app.health.figures.Limits;
import io.dbvitals.app.health.figures.Window;
import io.dbvitals.health.score.Bounds;
import io.dbvitals.health.score.Unit;
import io.dbvitals.health.score.Vital;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The components of a PgBouncer, from {@code SHOW POOLS} and {@code SHOW DATABASES}; without its own console. */
final class PgBouncerVitals {
    private static final int WAITING = 30;
    private static final int POOLS = 20;
    private static final int DATABASES = 15;

    private PgBouncerVitals() {}

    static SqlVitals.Dialect dialect() {
        return new SqlVitals.Dialect("SHOW VERSION", PgBouncerVitals::read, PgBouncerVitals::unknown);
    }

    private record Row(Map<String, String> by) {
        String text(String column) {
            return by.getOrDefault(column, "");
        }

        double number(String column) {
            String text = text(column);
            return text.matches("\\d+(\\.\\d+)?") ? Double.parseDouble(text) : 0;
        }
    }

    private static List<Vital> read(SqlVitals.Asked asked, Limits limits, Window window)
            throws CollectException, InterruptedException {
        Map<String, Row> databases = new HashMap<>();
        for (Row row : asked.read("health", "SHOW DATABASES", PgBouncerVitals::rows)) {
            if (!row.text("name").equals("pgbouncer")) {
                databases.put(row.text("name"), row);
            }
        }
        List<Row> pools = asked.read("health", "SHOW POOLS", PgBouncerVitals::rows);
        pools.removeIf(pool -> !databases.containsKey(pool.text("database")));
        double waiting = 0;
        double longest = 0;
        double fullest = 0;
        for (Row pool : pools) {
            waiting += pool.number("cl_waiting");
            longest = Math.max(longest, pool.number("maxwait") + pool.number("maxwait_us") / 1e6);
            double size = Optional.ofNullable(databases.get(pool.text("database")))
                    .map(row -> row.number("pool_size"))
                    .orElse(0.0);
            fullest = size == 0 ? fullest : Math.max(fullest, pool.number("sv_active") / size);
        }
        return List.of(
                new Draft("waiting_clients", WAITING)
                        .needs("clients waiting", Optional.of(waiting), Unit.COUNT, new Bounds(0, 10, 100))
                        .needs(
                                "longest wait for a server connection",
                                Optional.of(longest),
                                Unit.SECONDS,
                                limits.of("client_wait_seconds", new Bounds(0.5, 5, 30)))
                        .vital(),
                // A pool that is just full costs points; one that lives on its reserve gives a warning.
                new Draft("pools", POOLS)
                        .needs("fullest pool in use", Optional.of(fullest), Unit.RATIO, new Bounds(0.8, 1.1, 2))
                        .vital(),
                new Draft("databases", DATABASES)
                        .needs(
                                "paused or disabled databases",
                                Optional.of(shut(databases)),
                                Unit.COUNT,
                                Bounds.warningAt(1))
                        .needs(
                                "connections of the fullest database",
                                Optional.of(fullest(databases)),
                                Unit.RATIO,
                                limits.of("database_connections_used_ratio", new Bounds(0.6, 0.9, 1)))
                        .vital());
    }

    private static double shut(Map<String, Row> databases) {
        return databases.values().stream()
                .filter(row -> row.number("paused") > 0 || row.number("disabled") > 0)
                .count();
    }

    /** Where max_db_connections bounds it. */
    private static double fullest(Map<String, Row> databases) {
        return databases.values().stream()
                .filter(row -> row.number("max_connections") > 0)
                .mapToDouble(row -> row.number("current_connections") / row.number("max_connections"))
                .max()
                .orElse(0);
    }

    private static List<Vital> unknown(String why) {
        return List.of(
                Vital.unknown("waiting_clients", WAITING, why),
                Vital.unknown("pools", POOLS, why),
                Vital.unknown("databases", DATABASES, why));
    }

    private static List<Row> rows(Rows rows) throws CollectException {
        List<Row> all = new ArrayList<>();
        while (rows.next()) {
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < rows.columnCount(); i++) {
                row.put(rows.columnName(i), rows.text(i));
            }
            all.add(new Row(row));
        }
        return all;
    }
}
