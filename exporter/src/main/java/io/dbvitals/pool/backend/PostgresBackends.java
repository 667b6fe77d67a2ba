package io.dbvitals.pool.backend;

import io.dbvitals.pool.Backends;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What some sessions of a PostgreSQL wait for, from {@code pg_stat_activity}, and how many more it can have. */
public final class PostgresBackends {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Without pg_monitor the state of others is NULL. */
    private static final String SQL = """
            WITH a AS MATERIALIZED (SELECT * FROM pg_catalog.pg_stat_activity)
            SELECT (SELECT pg_catalog.count(*) FROM a WHERE a.pid IN (:pids)),
                   (SELECT pg_catalog.count(*) FROM a WHERE a.pid IN (:pids) AND a.state IS NULL),
                   (SELECT pg_catalog.count(*) FROM a WHERE a.pid IN (:pids) AND a.state LIKE 'idle in transaction%'),
                   (SELECT coalesce(pg_catalog.max(extract(epoch FROM pg_catalog.clock_timestamp() - a.state_change)), 0)
                      FROM a WHERE a.pid IN (:pids) AND a.state LIKE 'idle in transaction%')::pg_catalog.float8,
                   (SELECT pg_catalog.count(*) FROM a
                     WHERE a.pid IN (:pids) AND a.state = 'active' AND a.wait_event_type IS NULL),
                   (SELECT pg_catalog.count(*) FROM a
                     WHERE a.pid IN (:pids) AND a.state = 'active' AND a.wait_event_type = 'IO'),
                   (SELECT pg_catalog.count(*) FROM a
                     WHERE a.pid IN (:pids) AND a.state = 'active'
                       AND a.wait_event_type IN ('Lock', 'LWLock', 'BufferPin')),
                   pg_catalog.current_setting('max_connections')::pg_catalog.int4
                       - pg_catalog.current_setting('superuser_reserved_connections')::pg_catalog.int4
                       - coalesce(pg_catalog.current_setting('reserved_connections', true)::pg_catalog.int4, 0)
                       - (SELECT pg_catalog.count(*) FROM a
                           WHERE a.backend_type = 'client backend' OR (a.backend_type IS NULL AND a.datid IS NOT NULL))""";

    private PostgresBackends() {}

    /** {@code pids} are process ids of the server. */
    public static Backends read(SqlServer server, List<Integer> pids, Deadline deadline)
            throws CollectException, InterruptedException {
        String list = pids.isEmpty() ? "0" : pids.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return server.read(
                new SqlServer.Statement(
                        "backends of a pool", server.mainDatabase(), SQL.replace(":pids", list), TIMEOUT, 0),
                deadline,
                rows -> {
                    rows.next();
                    return new Backends(
                            (int) rows.number(0),
                            (int) rows.number(1),
                            (int) rows.number(2),
                            Duration.ofMillis((long) (rows.number(3) * 1000)),
                            (int) rows.number(4),
                            (int) rows.number(5),
                            (int) rows.number(6),
                            Math.max(0, (int) rows.number(7)));
                });
    }
}
