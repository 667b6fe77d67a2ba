package io.dbvitals.pool.backend;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;

/**
 * How many connections of this program a server has, as the server sees it: those of the monitor that runs, without the one that asks.
 * PostgreSQL tells them by user and application name, MySQL by user.
 */
public final class OwnConnections {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String POSTGRES = """
            SELECT pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE a.state <> 'idle')
              FROM pg_catalog.pg_stat_activity a
             WHERE a.usename = current_user AND a.application_name = ':application'
               AND a.pid <> pg_catalog.pg_backend_pid()""";

    private static final String MYSQL = """
            SELECT COUNT(*), COALESCE(SUM(p.command <> 'Sleep'), 0) FROM information_schema.processlist p
             WHERE p.user = SUBSTRING_INDEX(USER(), '@', 1) AND p.id <> CONNECTION_ID()""";

    private OwnConnections() {}

    /**
     * Connections to one server.
     *
     * @param open there are
     * @param busy of these, with a statement or in a transaction
     */
    public record Count(int open, int busy) {}

    /** {@code application} as configured, on PostgreSQL. */
    public static Count read(SqlServer server, Engine engine, String application, Deadline deadline)
            throws CollectException, InterruptedException {
        String sql =
                engine == Engine.POSTGRES ? POSTGRES.replace(":application", application.replace("'", "''")) : MYSQL;
        return server.read(
                new SqlServer.Statement("own connections", server.mainDatabase(), sql, TIMEOUT, 0), deadline, rows -> {
                    rows.next();
                    return new Count((int) rows.number(0), (int) rows.number(1));
                });
    }
}
