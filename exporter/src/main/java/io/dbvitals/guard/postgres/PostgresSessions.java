package io.dbvitals.guard.postgres;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.guard.session.Doors;
import io.dbvitals.guard.session.GuardedServer;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Control;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The sessions of a PostgreSQL server, from {@code pg_stat_activity}, {@code pg_locks} and {@code pg_prepared_xacts}. */
public final class PostgresSessions implements GuardedServer {
    /** Begins with the name that the scrapes' sessions have, so that each knows the other as one of ours. */
    public static final String APPLICATION = "dbvitals-guard";

    /** Longer than the longest single wait in {@link #LATER}. */
    private static final Duration STATEMENT = Duration.ofSeconds(5);

    private static final String CLAIM = "SELECT pg_catalog.pg_try_advisory_lock(1684174441, 1735746930)";

    private static final String UNCLAIM = "SELECT pg_catalog.pg_advisory_unlock(1684174441, 1735746930)";

    /** Such a lock is one of its database; sessions are the server's, and another guard may have come in by another database. */
    private static final String OTHERS = """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_locks l
                            WHERE l.locktype = 'advisory' AND l.classid = 1684174441::pg_catalog.oid
                              AND l.objid = 1735746930::pg_catalog.oid AND l.objsubid = 2
                              AND l.granted AND l.pid <> pg_catalog.pg_backend_pid())""";

    /** The session is signalled only while it is the one that was seen, at what it was seen at. */
    private static final String SIGNAL = """
            SELECT :signal FROM pg_catalog.pg_stat_activity a
             WHERE a.pid = ?::pg_catalog.int4 AND a.pid <> pg_catalog.pg_backend_pid()
               AND a.backend_start = ?::pg_catalog.text::pg_catalog.timestamptz
               AND a.xact_start IS NOT DISTINCT FROM nullif(?::pg_catalog.text, '')::pg_catalog.timestamptz
               AND a.query_start IS NOT DISTINCT FROM nullif(?::pg_catalog.text, '')::pg_catalog.timestamptz
               AND a.state = ?::pg_catalog.text""";

    /** Whatever it does by now, it is the client that was seen. */
    private static final String EVICT = """
            SELECT pg_catalog.pg_terminate_backend(a.pid) FROM pg_catalog.pg_stat_activity a
             WHERE a.pid = ?::pg_catalog.int4 AND a.pid <> pg_catalog.pg_backend_pid()
               AND a.backend_start = ?::pg_catalog.text::pg_catalog.timestamptz AND a.backend_type = 'client backend'""";

    /** Whether the backend is there, and whether it is still at the same statement. */
    private static final String THERE = """
            SELECT a.backend_start = ?::pg_catalog.text::pg_catalog.timestamptz,
                   a.query_start IS NOT DISTINCT FROM nullif(?::pg_catalog.text, '')::pg_catalog.timestamptz
                       AND a.state = ?::pg_catalog.text
              FROM pg_catalog.pg_stat_activity a WHERE a.pid = ?::pg_catalog.int4""";

    private static final String LATER = "SELECT pg_catalog.pg_sleep(0.05)";

    private final String address;
    private final Control.Opener opener;
    private final PostgresLook look;
    private final PostgresDoors doors;
    private Optional<Control> control = Optional.empty();
    private boolean claimed;

    private PostgresSessions(TargetConfig.Postgres config, Control.Opener opener, PostgresLook look) {
        this.address = config.server();
        this.opener = opener;
        this.look = look;
        this.doors = new PostgresDoors(config.database(), this::connection, Ways.of(config, STATEMENT));
    }

    /** Connects when it is first asked for something. */
    public static PostgresSessions of(TargetConfig.Postgres config, Control.Opener opener) {
        String ours = config.parameters().getOrDefault("application_name", "dbvitals");
        return new PostgresSessions(config, opener, new PostgresLook(ours));
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public boolean claim() throws CollectException {
        Control connection = connection();
        if (!claimed) {
            boolean ours = yes(connection, CLAIM);
            // Two who come at the same moment both step back.
            claimed = ours && !yes(connection, OTHERS);
            if (ours && !claimed) {
                yes(connection, UNCLAIM);
            }
        }
        return claimed;
    }

    @Override
    public void release() throws CollectException {
        if (claimed) {
            claimed = false;
            yes(connection(), UNCLAIM);
        }
    }

    private static boolean yes(Control connection, String question) throws CollectException {
        return connection.read(question, List.of(), rows -> rows.next() && rows.number(0) == 1);
    }

    @Override
    public Snapshot look() throws CollectException {
        return look.at(connection());
    }

    @Override
    public Ending end(Session session, Means means, Duration wait) throws CollectException {
        Control connection = connection();
        Session.Identity seen = session.identity();
        List<Object> values = means == Means.EVICT
                ? List.of((int) session.id(), seen.backend())
                : List.of((int) session.id(), seen.backend(), seen.transaction(), seen.statement(), seen.state());
        String signal = switch (means) {
            case CANCEL -> SIGNAL.replace(":signal", "pg_catalog.pg_cancel_backend(a.pid)");
            case TERMINATE -> SIGNAL.replace(":signal", "pg_catalog.pg_terminate_backend(a.pid)");
            case EVICT -> EVICT;
        };
        boolean sent;
        try {
            sent = connection.read(signal, values, rows -> rows.next());
        } catch (CollectException e) {
            if (e.reason() == Reason.DENIED) {
                return Ending.DENIED;
            }
            throw e;
        }
        if (!sent) {
            return there(connection, session) == There.GONE ? Ending.GONE : Ending.CHANGED;
        }
        long end = System.nanoTime() + wait.toNanos();
        while (true) {
            There there = there(connection, session);
            if (there == There.GONE || there == There.OTHER || (means == Means.CANCEL && there == There.AT_ELSE)) {
                return Ending.DONE;
            }
            if (System.nanoTime() - end >= 0) {
                return Ending.TIMEOUT;
            }
            // The server waits: what this connection sees of the others is as of its last statement.
            connection.read(LATER, List.of(), rows -> rows.next());
        }
    }

    /** What is to be found under the id of a session. */
    private enum There {
        GONE,
        /** Another session. */
        OTHER,
        /** The session, but no longer at that statement. */
        AT_ELSE,
        SAME
    }

    private static There there(Control connection, Session session) throws CollectException {
        Session.Identity seen = session.identity();
        return connection.read(
                THERE, List.of(seen.backend(), seen.statement(), seen.state(), (int) session.id()), rows -> {
                    if (!rows.next()) {
                        return There.GONE;
                    }
                    if (rows.number(0) != 1) {
                        return There.OTHER;
                    }
                    return rows.number(1) == 1 ? There.SAME : There.AT_ELSE;
                });
    }

    private Control connection() throws CollectException {
        Optional<Control> open = control.filter(Control::open);
        if (open.isPresent()) {
            return open.get();
        }
        close();
        Control fresh = doors.ways().around(() -> opener.open(STATEMENT));
        control = Optional.of(fresh);
        return fresh;
    }

    @Override
    public Doors doors() {
        return doors;
    }

    @Override
    public void close() {
        claimed = false;
        control.ifPresent(Control::close);
        control = Optional.empty();
    }
}
