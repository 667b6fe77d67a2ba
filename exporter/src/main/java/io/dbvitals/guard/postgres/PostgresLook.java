package io.dbvitals.guard.postgres;

import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Session.Identity;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.guard.session.Trait;
import io.dbvitals.guard.session.Waits;
import io.dbvitals.guard.session.Waits.Wait;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Control;
import io.dbvitals.sql.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads what a PostgreSQL server is doing, in one statement for each of four questions; versions 13 to 18. */
final class PostgresLook {
    /** One of this program's own sessions, by the name that they have. */
    private static final String OWN = "(a.pid = pg_catalog.pg_backend_pid() OR (a.usename = current_user"
            + " AND (a.application_name LIKE 'dbvitals%' OR a.application_name = ?::pg_catalog.text)))";

    /** What reads the server itself is no load of the server's: its locks are on catalogs, for a moment. */
    private static final String FACTS = """
            SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4,
                   pg_catalog.current_setting('max_connections')::pg_catalog.int4
                       - pg_catalog.current_setting('superuser_reserved_connections')::pg_catalog.int4
                       - coalesce(pg_catalog.current_setting('reserved_connections', true)::pg_catalog.int4, 0),
                   pg_catalog.current_setting('max_locks_per_transaction')::pg_catalog.int8
                       * (pg_catalog.current_setting('max_connections')::pg_catalog.int4
                           + pg_catalog.current_setting('max_prepared_transactions')::pg_catalog.int4),
                   (SELECT pg_catalog.count(*) FROM pg_catalog.pg_locks l
                     WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.pid = l.pid AND :own)),
                   pg_catalog.pg_has_role('pg_signal_backend', 'USAGE'),
                   pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')""".replace(":own", OWN);

    /** The first word of a statement leaves the server only if it is one of SQL's own. */
    private static final String SESSIONS = """
            SELECT a.pid, a.backend_start::pg_catalog.text, a.xact_start::pg_catalog.text, a.query_start::pg_catalog.text,
                   a.state, a.usename::pg_catalog.text, a.datname::pg_catalog.text, a.application_name,
                   coalesce(pg_catalog.host(a.client_addr) || ':' || a.client_port, 'local'),
                   CASE WHEN a.wait_event_type IS NULL THEN '' ELSE a.wait_event_type || ':' || a.wait_event END,
                   extract(epoch FROM pg_catalog.clock_timestamp() - a.state_change),
                   extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start),
                   extract(epoch FROM pg_catalog.clock_timestamp() - a.query_start),
                   CASE WHEN w.word = ANY (?) THEN w.word ELSE '' END,
                   :query_id,
                   :own,
                   coalesce(a.backend_type <> 'client backend', false),
                   coalesce(r.rolsuper, false), coalesce(r.rolreplication, false),
                   a.backend_xid IS NOT NULL OR a.backend_xmin IS NOT NULL,
                   a.backend_type IS NULL OR (a.backend_type = 'client backend' AND a.state IS NULL),
                   a.pid IN (SELECT pid FROM pg_catalog.pg_stat_progress_basebackup
                             UNION ALL SELECT pid FROM pg_catalog.pg_stat_progress_create_index
                             UNION ALL SELECT pid FROM pg_catalog.pg_stat_progress_cluster)
              FROM pg_catalog.pg_stat_activity a
              LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid
              CROSS JOIN LATERAL (SELECT pg_catalog.upper(pg_catalog.substring(pg_catalog.regexp_replace(
                      pg_catalog.left(a.query, 4000), '^(\\s|\\(|--[^\\n]*\\n|/\\*([^*]|\\*+[^*/])*\\*+/)+', ''), '^[[:alpha:]]+')) AS word) w
             WHERE coalesce(a.backend_type, '') NOT IN ('parallel worker')""".replace(":own", OWN);

    /** Blockers only of those that wait for a lock: asking costs the lock manager something. */
    private static final String WAITS = """
            SELECT coalesce(a.leader_pid, a.pid), b.blocker, extract(epoch FROM pg_catalog.clock_timestamp() - :began)
              FROM pg_catalog.pg_stat_activity a
             CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.pg_blocking_pids(a.pid)) AS b(blocker)
             WHERE a.wait_event_type = 'Lock' AND b.blocker <> coalesce(a.leader_pid, a.pid)""";

    /** When the wait began; unknown for a moment, and before 14 known only to be later than the statement. */
    private static final String WAIT_START = "coalesce((SELECT min(l.waitstart) FROM pg_catalog.pg_locks l"
            + " WHERE l.pid = a.pid AND NOT l.granted), pg_catalog.clock_timestamp())";

    private static final String PREPARED = """
            SELECT p.gid || ' of ' || p.owner || ' in ' || p.database, extract(epoch FROM pg_catalog.clock_timestamp() - p.prepared)
              FROM pg_catalog.pg_prepared_xacts p ORDER BY p.prepared LIMIT 100""";

    private static final String CANNOT_SEE =
            "sessions of other roles are hidden: GRANT pg_monitor TO the monitoring role";

    private static final String CANNOT_END =
            "sessions of other roles cannot be ended: GRANT pg_signal_backend TO the monitoring role";

    private static final Set<String> MAINTENANCE =
            Set.of("VACUUM", "ANALYZE", "CREATE", "REINDEX", "CLUSTER", "REFRESH", "ALTER", "DROP", "TRUNCATE");

    private static final String[] WORDS = {
        "SELECT",
        "INSERT",
        "UPDATE",
        "DELETE",
        "MERGE",
        "WITH",
        "VALUES",
        "TABLE",
        "COPY",
        "CALL",
        "DO",
        "FETCH",
        "DECLARE",
        "EXECUTE",
        "EXPLAIN",
        "LOCK",
        "BEGIN",
        "START",
        "COMMIT",
        "ROLLBACK",
        "SAVEPOINT",
        "RELEASE",
        "PREPARE",
        "SET",
        "SHOW",
        "LISTEN",
        "NOTIFY",
        "DISCARD",
        "VACUUM",
        "ANALYZE",
        "CREATE",
        "REINDEX",
        "CLUSTER",
        "REFRESH",
        "ALTER",
        "DROP",
        "TRUNCATE",
        "GRANT",
        "REVOKE",
        "COMMENT"
    };

    private static final int VERSION_14 = 140_000;

    private final String ours;

    /** {@code ours}: the name of the sessions that scrape. */
    PostgresLook(String ours) {
        this.ours = ours;
    }

    private record Facts(int version, int maxConnections, long maxLocks, long locks, boolean signal, boolean see) {}

    Snapshot at(Control control) throws CollectException {
        Facts facts = control.read(FACTS, List.of(ours), rows -> {
            rows.next();
            return new Facts(
                    (int) rows.number(0),
                    (int) rows.number(1),
                    (long) rows.number(2),
                    (long) rows.number(3),
                    rows.number(4) == 1,
                    rows.number(5) == 1);
        });
        boolean recent = facts.version() >= VERSION_14;
        String queryId = recent ? "coalesce(a.query_id::pg_catalog.text, '')" : "''";
        List<Session> sessions = control.read(SESSIONS.replace(":query_id", queryId), List.of(WORDS, ours), rows -> {
            List<Session> all = new ArrayList<>();
            while (rows.next()) {
                all.add(session(rows));
            }
            return all;
        });
        Waits waits = control.read(WAITS.replace(":began", recent ? WAIT_START : "a.query_start"), List.of(), rows -> {
            List<Wait> all = new ArrayList<>();
            while (rows.next()) {
                all.add(new Wait((long) rows.number(0), (long) rows.number(1), seconds(rows, 2)));
            }
            return new Waits(all);
        });
        List<String> prepared = control.read(PREPARED, List.of(), rows -> {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.text(0) + ", prepared " + (long) rows.number(1) + "s ago");
            }
            return all;
        });
        return new Snapshot(
                sessions,
                waits,
                facts.maxConnections(),
                facts.locks(),
                facts.maxLocks(),
                prepared,
                facts.see() ? List.of() : List.of(CANNOT_SEE),
                facts.signal() ? List.of() : List.of(CANNOT_END));
    }

    private static Session session(Rows rows) throws CollectException {
        State state = state(rows.text(4));
        String word = rows.text(13);
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        add(traits, rows.number(15) == 1, Trait.OURSELVES);
        add(traits, rows.number(16) == 1, Trait.NO_CLIENT);
        add(traits, rows.number(17) == 1, Trait.SUPERUSER);
        add(traits, rows.number(18) == 1, Trait.REPLICATION);
        // What an idle session ran last hurts nobody by being cut short.
        add(traits, state == State.ACTIVE && MAINTENANCE.contains(word), Trait.MAINTENANCE);
        add(traits, rows.number(19) == 1, Trait.HOLDS_HORIZON);
        add(traits, rows.number(20) == 1, Trait.HIDDEN);
        add(traits, rows.number(21) == 1, Trait.IN_PROGRESS);
        return new Session(
                (long) rows.number(0),
                new Identity(rows.text(1), rows.text(2), rows.text(3), rows.text(4)),
                state,
                rows.text(5),
                rows.text(6),
                rows.text(7),
                rows.text(8),
                rows.text(9),
                seconds(rows, 10),
                seconds(rows, 11),
                seconds(rows, 12),
                word,
                rows.text(14),
                traits);
    }

    private static void add(Set<Trait> traits, boolean has, Trait trait) {
        if (has) {
            traits.add(trait);
        }
    }

    private static State state(String text) {
        return switch (text) {
            case "active", "fastpath function call" -> State.ACTIVE;
            case "idle" -> State.IDLE;
            case "idle in transaction" -> State.IDLE_IN_TRANSACTION;
            case "idle in transaction (aborted)" -> State.IDLE_IN_FAILED_TRANSACTION;
            default -> State.OTHER;
        };
    }

    private static Duration seconds(Rows rows, int column) throws CollectException {
        double seconds = rows.number(column);
        return Double.isNaN(seconds) ? Duration.ZERO : Duration.ofMillis((long) Math.max(0, seconds * 1000));
    }
}
