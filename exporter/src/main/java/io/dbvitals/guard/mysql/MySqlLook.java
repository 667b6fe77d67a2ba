package io.dbvitals.guard.mysql;

import io.dbvitals.guard.mysql.MetadataLocks.Pair;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.guard.session.Trait;
import io.dbvitals.guard.session.Waits;
import io.dbvitals.guard.session.Waits.Wait;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Control;
import io.dbvitals.sql.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what a MySQL or MariaDB server is doing. */
final class MySqlLook {
    private static final String FACTS = """
            SELECT @@global.max_connections, @@global.performance_schema,
                   (SELECT count(*) FROM information_schema.PLUGINS
                     WHERE PLUGIN_NAME = 'METADATA_LOCK_INFO' AND PLUGIN_STATUS = 'ACTIVE'),
                   (SELECT count(*) FROM information_schema.ROUTINES
                     WHERE ROUTINE_SCHEMA = 'mysql' AND ROUTINE_NAME = 'rds_kill')""";

    private static final String LOCKS = """
            SELECT coalesce(sum(x.trx_lock_structs), 0) FROM information_schema.INNODB_TRX x""";

    /** What is left of sessions that prepared a transaction and went; those of the server itself change nothing. */
    private static final String PREPARED = """
            SELECT x.trx_id, x.trx_rows_modified, timestampdiff(SECOND, x.trx_started, now())
              FROM information_schema.INNODB_TRX x
             WHERE x.trx_mysql_thread_id = 0 AND x.trx_state = 'RUNNING' AND x.trx_rows_modified > 0
             ORDER BY x.trx_started LIMIT 100""";

    private final Dialect dialect;
    private final boolean mariaDb;
    private final String user;
    private final String program;

    /**
     * For a server of that kind.
     *
     * @param user of this guard
     * @param program how the sessions that scrape call themselves
     */
    MySqlLook(Dialect dialect, String user, String program) {
        this.dialect = dialect;
        this.mariaDb = dialect instanceof MariaDb;
        this.user = user;
        this.program = program;
    }

    private record Facts(int maxConnections, boolean schema, boolean plugin, boolean managed) {}

    Snapshot at(Control control) throws CollectException {
        Facts facts = control.read(FACTS, List.of(), rows -> {
            rows.next();
            return new Facts((int) rows.number(0), rows.number(1) == 1, rows.number(2) == 1, rows.number(3) == 1);
        });
        Grants grants = Grants.read(control, mariaDb);
        List<String> toSee = toSee(grants, facts);
        List<String> toEnd = toEnd(grants, facts);
        boolean schema = facts.schema() && grants.schema();
        if (!grants.process() || !(mariaDb || schema)) {
            return new Snapshot(List.of(), Waits.NONE, facts.maxConnections(), 0, 0, List.of(), toSee, toEnd);
        }
        Accounts accounts = Accounts.read(control, grants, user, program);
        MetadataLocks metadata = MetadataReader.read(control, schema, facts.plugin());
        Set<Long> backups = metadata.backups();
        List<Session> sessions = control.read(dialect.sessions(schema), List.of(), rows -> {
            List<Session> all = new ArrayList<>();
            while (rows.next()) {
                all.add(new SessionRow(rows, accounts, backups).session());
            }
            return all;
        });
        if (sessions.stream().anyMatch(session -> session.has(Trait.HIDDEN))) {
            toSee.add("statements cannot be told apart: turn on the consumer events_statements_current and"
                    + " the INSTRUMENTED of threads in performance_schema");
        }
        long locks = control.read(LOCKS, List.of(), rows -> rows.next() ? (long) rows.number(0) : 0);
        List<String> prepared = control.read(PREPARED, List.of(), MySqlLook::prepared);
        Waits waits = waits(control, sessions, metadata);
        return new Snapshot(sessions, waits, facts.maxConnections(), locks, 0, prepared, toSee, toEnd);
    }

    private List<String> toSee(Grants grants, Facts facts) {
        List<String> missing = new ArrayList<>();
        if (!grants.process()) {
            missing.add("sessions of other users are hidden: GRANT PROCESS ON *.* TO the monitoring user");
        }
        if (!mariaDb && !facts.schema()) {
            missing.add("performance_schema is off, and with it all that is known of sessions: turn it on");
        } else if (!mariaDb && !grants.schema()) {
            missing.add("sessions are hidden: GRANT SELECT ON performance_schema.* TO the monitoring user");
        }
        return missing;
    }

    private List<String> toEnd(Grants grants, Facts facts) {
        return grants.admin() || facts.managed()
                ? List.of()
                : List.of("sessions of other users cannot be ended: GRANT " + dialect.adminRight()
                        + " ON *.* TO the monitoring user");
    }

    private static List<String> prepared(Rows rows) throws CollectException {
        List<String> all = new ArrayList<>();
        while (rows.next()) {
            all.add("transaction " + rows.text(0) + " without a session (see XA RECOVER), " + (long) rows.number(1)
                    + " rows changed, begun " + (long) rows.number(2) + "s ago");
        }
        return all;
    }

    private Waits waits(Control control, List<Session> sessions, MetadataLocks metadata) throws CollectException {
        List<Session> blocked = sessions.stream()
                .filter(session -> session.blocked() && !session.has(Trait.NO_CLIENT))
                .toList();
        if (blocked.isEmpty()) {
            return Waits.NONE;
        }
        List<Wait> waits = control.read(dialect.rowWaits(), List.of(), rows -> {
            List<Wait> all = new ArrayList<>();
            while (rows.next()) {
                all.add(new Wait(
                        (long) rows.number(0),
                        (long) rows.number(1),
                        Duration.ofSeconds(Double.isNaN(rows.number(2)) ? 0 : Math.max(0, (long) rows.number(2)))));
            }
            return all;
        });
        for (Pair pair : metadata.pairs()) {
            for (Session waiter : blocked) {
                if (waiter.id() == pair.waiter()) {
                    waits.add(new Wait(pair.waiter(), pair.blocker(), since(waiter, pair.blocker(), sessions)));
                }
            }
        }
        Set<Long> known = new HashSet<>();
        waits.forEach(wait -> known.add(wait.waiter()));
        blocked.stream()
                .filter(waiter -> !known.contains(waiter.id()))
                .forEach(waiter -> waits.add(new Wait(waiter.id(), Waits.UNKNOWN, waiter.sinceStatement())));
        return new Waits(waits);
    }

    /** When a wait for a table's definition began is not said: not before the statement, nor before the transaction that it waits for. */
    private static Duration since(Session waiter, long blocker, List<Session> sessions) {
        Duration statement = waiter.sinceStatement();
        return sessions.stream()
                .filter(session -> session.id() == blocker)
                .map(Session::sinceTransaction)
                .filter(transaction -> !transaction.isZero() && transaction.compareTo(statement) < 0)
                .findFirst()
                .orElse(statement);
    }
}
