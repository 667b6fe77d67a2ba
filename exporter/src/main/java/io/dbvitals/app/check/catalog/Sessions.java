package io.dbvitals.app.check.catalog;

import io.dbvitals.app.check.service.Quantity;
import io.dbvitals.app.check.service.Service;
import io.dbvitals.app.check.service.Source;
import java.util.List;

/** Sessions, their statements, transactions and locks. Replication and what the server runs for itself is not counted. */
final class Sessions {
    private static final String BACKENDS = """
            WITH s AS (SELECT a.datname FROM pg_catalog.pg_stat_activity a
                        WHERE a.backend_type = 'client backend' AND a.pid <> pg_catalog.pg_backend_pid()),
                 m AS (SELECT pg_catalog.current_setting('max_connections')::pg_catalog.int4
                              - pg_catalog.current_setting('superuser_reserved_connections')::pg_catalog.int4
                              - coalesce(pg_catalog.current_setting('reserved_connections', true)::pg_catalog.int4, 0) AS max)
            SELECT 'connections' AS label, (SELECT pg_catalog.count(*) FROM s) AS value, m.max, true AS counts FROM m
            UNION ALL
            SELECT s.datname::pg_catalog.text, pg_catalog.count(*), m.max, false FROM s, m GROUP BY s.datname, m.max""";

    private static final String STATES = """
            SELECT s.label, coalesce(n.value, 0) AS value,
                   pg_catalog.current_setting('max_connections')::pg_catalog.int4 AS max
              FROM (VALUES ('active'), ('waiting'), ('idle'), ('idle_xact'), ('idle_xact_aborted'), ('fastpath'), ('disabled'))
                   AS s (label)
              LEFT JOIN (SELECT CASE WHEN a.state = 'active' AND a.wait_event_type = 'Lock' THEN 'waiting'
                                     WHEN a.state = 'idle in transaction' THEN 'idle_xact'
                                     WHEN a.state = 'idle in transaction (aborted)' THEN 'idle_xact_aborted'
                                     WHEN a.state = 'fastpath function call' THEN 'fastpath'
                                     ELSE a.state END AS label,
                                pg_catalog.count(*) AS value
                           FROM pg_catalog.pg_stat_activity a
                          WHERE a.backend_type = 'client backend' AND a.pid <> pg_catalog.pg_backend_pid()
                          GROUP BY 1) n ON n.label = s.label""";

    /** The column since when, and which states count. */
    private static final String LONGEST = """
            SELECT d.datname::pg_catalog.text AS label,
                   greatest(coalesce(pg_catalog.max(extract(epoch FROM pg_catalog.clock_timestamp() - a.%1$s)), 0), 0) AS value,
                   (pg_catalog.array_agg('pid ' || a.pid || ', user ' || coalesce(a.usename, '?') || ', "'
                                         || coalesce(a.application_name, '') || '"' ORDER BY a.%1$s))[1] AS note
              FROM pg_catalog.pg_database d
              LEFT JOIN pg_catalog.pg_stat_activity a
                   ON a.datid = d.oid AND a.backend_type = 'client backend' AND a.pid <> pg_catalog.pg_backend_pid()
                      AND a.state %2$s
             WHERE d.datallowconn AND NOT d.datistemplate
             GROUP BY d.datname
             ORDER BY 2 DESC, 1""";

    private static final String IN_TRANSACTION = "IN ('idle in transaction', 'idle in transaction (aborted)')";

    private static final String PREPARED = """
            SELECT d.datname::pg_catalog.text AS label,
                   coalesce(pg_catalog.max(extract(epoch FROM pg_catalog.clock_timestamp() - p.prepared)), 0) AS value,
                   (pg_catalog.array_agg('prepared transaction ' || p.transaction::pg_catalog.text || ' of ' || p.owner
                                         ORDER BY p.prepared))[1] AS note
              FROM pg_catalog.pg_database d LEFT JOIN pg_catalog.pg_prepared_xacts p ON p.database = d.datname
             WHERE d.datallowconn AND NOT d.datistemplate
             GROUP BY d.datname
             ORDER BY 2 DESC, 1""";

    private static final String LOCKS = """
            SELECT 'total' AS label, pg_catalog.count(*) AS value,
                   pg_catalog.current_setting('max_locks_per_transaction')::pg_catalog.int8
                   * (pg_catalog.current_setting('max_connections')::pg_catalog.int8
                      + pg_catalog.current_setting('max_prepared_transactions')::pg_catalog.int8) AS max,
                   true AS counts
              FROM pg_catalog.pg_locks l WHERE NOT l.fastpath AND l.locktype <> 'virtualxid'
            UNION ALL
            SELECT 'waiting', pg_catalog.count(*), NULL, false FROM pg_catalog.pg_locks l WHERE NOT l.granted
            UNION ALL
            SELECT pg_catalog.replace(l.mode, 'Lock', ''), pg_catalog.count(*), NULL, false
              FROM pg_catalog.pg_locks l GROUP BY l.mode""";

    /** The column since when, and what there is to say of it. */
    private static final String WAITING = """
            SELECT d.datname::pg_catalog.text AS label,
                   greatest(coalesce(pg_catalog.max(extract(epoch FROM pg_catalog.clock_timestamp() - w.since)), 0), 0) AS value,
                   (pg_catalog.array_agg('pid ' || w.pid || ', user ' || coalesce(w.usename, '?') || ', waits for a lock on a '
                                         || w.locktype || '%2$s' ORDER BY w.since))[1] AS note
              FROM pg_catalog.pg_database d
              LEFT JOIN (SELECT a.datid, a.pid, a.usename, l.locktype, %1$s AS since
                           FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
                          WHERE NOT l.granted) w ON w.datid = d.oid
             WHERE d.datallowconn AND NOT d.datistemplate
             GROUP BY d.datname
             ORDER BY 2 DESC, 1""";

    private Sessions() {}

    static List<Service> all() {
        return List.of(
                Service.sql(
                                Quantity.NUMBER,
                                "Client connections, of those that are not reserved; also of each database.",
                                BACKENDS,
                                "backends")
                        .ofAllSessions()
                        .alerting("80%", "95%"),
                Service.sql(
                                Quantity.NUMBER,
                                "Client connections in each state; waiting is for a lock.",
                                STATES,
                                "backends_status")
                        .ofAllSessions()
                        .alerting("waiting=5%,idle_xact_aborted=5%", "waiting=20%"),
                longest("The longest statement that runs, of each database.", "query_start", "= 'active'")
                        .apply("longest_query", "query_time")
                        .alerting("5m", "30m"),
                longest("The oldest open transaction, of each database.", "xact_start", "<> 'idle'")
                        .apply("txn_time")
                        .alerting("10m", "1h"),
                longest(
                                "The age of the oldest transaction that is idle, of each database.",
                                "xact_start",
                                IN_TRANSACTION)
                        .apply("oldest_idlexact")
                        .alerting("5m", "30m"),
                longest("How long a transaction has been idle, of each database.", "state_change", IN_TRANSACTION)
                        .apply("txn_idle")
                        .alerting("5m", "30m"),
                Service.sql(
                                Quantity.SECONDS,
                                "The age of the oldest prepared transaction, of each database.",
                                PREPARED,
                                "oldest_2pc",
                                "prepared_txns")
                        .alerting("1m", "10m"),
                Service.sql(
                                Quantity.NUMBER,
                                "Locks, of those that there is memory for; also of each mode.",
                                LOCKS,
                                "locks")
                        .alerting("80%", "95%"),
                Service.of(
                                Quantity.SECONDS,
                                "The longest wait for a lock, of each database; on PostgreSQL 13 the age of the statement "
                                        + "that waits.",
                                new Source.Sql(
                                        List.of(
                                                new Source.Variant(14, WAITING.formatted("l.waitstart", "")),
                                                new Source.Variant(
                                                        0,
                                                        WAITING.formatted(
                                                                "a.query_start",
                                                                "; the age is that of its statement"))),
                                        false,
                                        true,
                                        ""),
                                "lockwait")
                        .alerting("30s", "5m"));
    }

    private interface Named {
        Service apply(String... names);
    }

    private static Named longest(String about, String since, String states) {
        return names -> Service.sql(Quantity.SECONDS, about, LONGEST.formatted(since, states), names)
                .ofAllSessions();
    }
}
