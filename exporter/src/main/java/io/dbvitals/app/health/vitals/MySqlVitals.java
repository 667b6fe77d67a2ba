package io.dbvitals.app.health.vitals;

import io.dbvitals.app.health.figures.Change;
import io.dbvitals.app.health.figures.Draft;
import io.dbvitals.app.health.figures.Figures;
import io.dbvitals.app.health.figures.Limits;
import io.dbvitals.app.health.figures.Window;
import io.dbvitals.health.score.Bounds;
import io.dbvitals.health.score.Unit;
import io.dbvitals.health.score.Vital;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The components of a MySQL or MariaDB server, in two statements: its counters, and what InnoDB's transactions do. */
final class MySqlVitals {
    /** MariaDB and MySQL tell different ones of these. */
    private static final List<String> STATUS = List.of(
            "Threads_connected",
            "Innodb_row_lock_current_waits",
            "Innodb_buffer_pool_wait_free",
            "Innodb_checkpoint_age",
            "Innodb_checkpoint_max_age",
            "Innodb_redo_log_current_lsn",
            "Innodb_redo_log_checkpoint_lsn",
            "Innodb_redo_log_capacity_resized",
            "Innodb_deadlocks",
            "Innodb_history_list_length",
            "Aborted_connects",
            "Created_tmp_disk_tables");

    private static final Set<String> COUNTERS = Set.of(
            "Innodb_buffer_pool_wait_free",
            "Innodb_deadlocks",
            "deadlocks",
            "Aborted_connects",
            "Created_tmp_disk_tables");

    private static final String SHOW =
            STATUS.stream().collect(Collectors.joining("', '", "SHOW GLOBAL STATUS WHERE Variable_name IN ('", "')"));

    private static final String TRANSACTIONS = """
            SELECT @@global.max_connections AS max_connections,
                   coalesce(max(timestampdiff(SECOND, t.trx_started, now())), 0) AS transaction_seconds,
                   max(timestampdiff(SECOND, t.trx_wait_started, now())) AS wait_seconds,
                   :history AS history, :deadlocks AS deadlocks
              FROM information_schema.INNODB_TRX t""";

    /** MariaDB has both in its status. */
    private static final String HISTORY =
            "(SELECT m.count FROM information_schema.INNODB_METRICS m WHERE m.name = 'trx_rseg_history_len')";

    private static final String DEADLOCKS = "(SELECT m.count FROM information_schema.INNODB_METRICS m"
            + " WHERE m.name = 'lock_deadlocks' AND m.status = 'enabled')";

    /** Without the privilege PROCESS. */
    private static final String MAX_CONNECTIONS = "SELECT @@global.max_connections AS max_connections";

    private static final int LONG_TRANSACTIONS = 15;
    private static final int BUFFER_POOL = 10;
    private static final int REDO = 10;
    private static final int DISK = 5;
    private static final int CONFLICTS = 5;
    private static final int TEMPORARY = 5;

    private MySqlVitals() {}

    static SqlVitals.Dialect dialect() {
        return new SqlVitals.Dialect("SELECT 1", MySqlVitals::read, MySqlVitals::unknown);
    }

    private static List<Vital> read(SqlVitals.Asked asked, Limits limits, Window window)
            throws CollectException, InterruptedException {
        Map<String, Double> all = new HashMap<>(asked.read("health", SHOW, MySqlVitals::status));
        String hidden = "";
        try {
            all.putAll(asked.read("health", sql(asked.facts().engine()), Figures::row)
                    .by());
        } catch (CollectException e) {
            hidden = String.valueOf(e.getMessage());
            all.putAll(asked.read("health", MAX_CONNECTIONS, Figures::row).by());
        }
        Figures figures = new Figures(all);
        Optional<Change> change = window.add(figures.counters(COUNTERS));
        return List.of(
                DatabaseVitals.connections(figures.ratio("Threads_connected", "max_connections"), limits),
                DatabaseVitals.locks(
                        hidden,
                        "transactions waiting for a row lock",
                        figures.of("Innodb_row_lock_current_waits"),
                        figures.of("wait_seconds"),
                        limits),
                transactions(figures, limits, hidden),
                new Draft("buffer_pool", BUFFER_POOL)
                        .may(
                                "waits for a free page",
                                change.flatMap(each -> each.perSecond("Innodb_buffer_pool_wait_free")),
                                Unit.PER_SECOND,
                                new Bounds(0, 1, 100))
                        .vital(Draft.NEEDS_WINDOW),
                new Draft("redo", REDO)
                        .may("redo log not yet checkpointed", redo(figures), Unit.RATIO, new Bounds(0.7, 0.85, 0.95))
                        .vital("not applicable: this version does not tell the age of its checkpoint"),
                DatabaseVitals.disk(DISK),
                DatabaseVitals.deadlocks(
                                new Draft("conflicts", CONFLICTS),
                                change.flatMap(each ->
                                        each.perSecond("Innodb_deadlocks").or(() -> each.perSecond("deadlocks"))),
                                limits)
                        .may(
                                "refused logins",
                                change.flatMap(each -> each.perSecond("Aborted_connects")),
                                Unit.PER_SECOND,
                                new Bounds(0.1, 1, 20))
                        .vital(Draft.NEEDS_WINDOW),
                new Draft("disk_temp_tables", TEMPORARY)
                        .may(
                                "temporary tables on disk",
                                change.flatMap(each -> each.perSecond("Created_tmp_disk_tables")),
                                Unit.PER_SECOND,
                                new Bounds(5, 50, 500))
                        .vital(Draft.NEEDS_WINDOW));
    }

    private static Vital transactions(Figures figures, Limits limits, String hidden) {
        return hidden.isEmpty()
                ? DatabaseVitals.longestTransaction(
                                new Draft("transactions", LONG_TRANSACTIONS), figures.of("transaction_seconds"), limits)
                        .may(
                                "history list",
                                figures.of("history").or(() -> figures.of("Innodb_history_list_length")),
                                Unit.COUNT,
                                new Bounds(10_000, 1_000_000, 10_000_000))
                        .vital()
                : Vital.unknown("transactions", LONG_TRANSACTIONS, hidden);
    }

    private static String sql(Engine engine) {
        boolean mysql = engine == Engine.MYSQL;
        return TRANSACTIONS
                .replace(":history", mysql ? HISTORY : "NULL")
                .replace(":deadlocks", mysql ? DEADLOCKS : "NULL");
    }

    private static List<Vital> unknown(String why) {
        return List.of(
                DatabaseVitals.unknownConnections(why),
                DatabaseVitals.unknownLocks(why),
                Vital.unknown("transactions", LONG_TRANSACTIONS, why),
                DatabaseVitals.disk(DISK));
    }

    private static Optional<Double> redo(Figures figures) {
        Optional<Double> mariaDb = figures.ratio("Innodb_checkpoint_age", "Innodb_checkpoint_max_age");
        if (mariaDb.isPresent()) {
            return mariaDb;
        }
        Map<String, Double> redo = new HashMap<>(figures.by());
        figures.of("Innodb_redo_log_current_lsn")
                .flatMap(now -> figures.of("Innodb_redo_log_checkpoint_lsn").map(checkpoint -> now - checkpoint))
                .ifPresent(age -> redo.put("age", age));
        return new Figures(redo).ratio("age", "Innodb_redo_log_capacity_resized");
    }

    private static Map<String, Double> status(Rows rows) throws CollectException {
        Map<String, Double> status = new HashMap<>();
        while (rows.next()) {
            status.put(rows.text(0), rows.number(1));
        }
        status.values().removeIf(value -> Double.isNaN(value));
        return status;
    }
}
