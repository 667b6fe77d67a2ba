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
import io.dbvitals.sql.ServerFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The components of a PostgreSQL server, in one statement; versions 13 to 18. */
final class PostgresVitals {
    /** Without our own session. Who has no pg_monitor sees of others only that they are there: they are counted as hidden. */
    private static final String SQL = """
            WITH a AS MATERIALIZED (
                   SELECT pg_catalog.count(*) FILTER (WHERE c.client) AS used,
                          pg_catalog.count(*) FILTER (WHERE c.hidden) AS hidden,
                          pg_catalog.count(*) FILTER (WHERE c.wait_event_type = 'Lock') AS blocked,
                          pg_catalog.max(extract(epoch FROM pg_catalog.clock_timestamp() - c.xact_start))
                              FILTER (WHERE c.client) AS transaction_seconds,
                          pg_catalog.max(extract(epoch FROM pg_catalog.clock_timestamp() - c.state_change))
                              FILTER (WHERE c.state LIKE 'idle in transaction%') AS idle_seconds
                     FROM (SELECT s.state, s.xact_start, s.state_change, s.wait_event_type,
                                  s.backend_type = 'client backend'
                                      OR (s.backend_type IS NULL AND s.datid IS NOT NULL) AS client,
                                  s.backend_type IS NULL AS hidden
                             FROM pg_catalog.pg_stat_activity s
                            WHERE s.pid <> pg_catalog.pg_backend_pid()) c)
            SELECT pg_catalog.current_setting('max_connections')::pg_catalog.int4
                       - pg_catalog.current_setting('superuser_reserved_connections')::pg_catalog.int4
                       - coalesce(pg_catalog.current_setting('reserved_connections', true)::pg_catalog.int4, 0)
                       AS available,
                   a.used, a.hidden, a.blocked,
                   CASE WHEN a.blocked > 0 THEN :wait END AS wait_seconds,
                   coalesce(a.transaction_seconds, 0) AS transaction_seconds,
                   coalesce(a.idle_seconds, 0) AS idle_seconds,
                   x.xid / 2147483648.0 AS xid_ratio, x.mxid / 2147483648.0 AS mxid_ratio,
                   c.timed AS checkpoints_timed, c.requested AS checkpoints_requested,
                   CASE WHEN pg_catalog.current_setting('archive_mode') = 'off' THEN NULL
                        WHEN r.last_failed_time > coalesce(r.last_archived_time, '-infinity') THEN 1
                        ELSE 0 END AS archiver_failing,
                   d.commits, d.rollbacks, d.deadlocks,
                   CASE WHEN pg_catalog.current_setting('track_io_timing') = 'on' THEN d.read_seconds END AS read_seconds
              FROM a
             CROSS JOIN (SELECT pg_catalog.max(pg_catalog.age(datfrozenxid)) AS xid,
                                pg_catalog.max(pg_catalog.mxid_age(datminmxid)) AS mxid
                           FROM pg_catalog.pg_database) x
             CROSS JOIN :checkpoints c
             CROSS JOIN pg_catalog.pg_stat_archiver r
             CROSS JOIN (SELECT pg_catalog.sum(xact_commit) AS commits, pg_catalog.sum(xact_rollback) AS rollbacks,
                                pg_catalog.sum(deadlocks) AS deadlocks,
                                pg_catalog.sum(blk_read_time) / 1000 AS read_seconds
                           FROM pg_catalog.pg_stat_database) d""";

    /** From 14 on it is known when a wait began. The locks are looked at only where somebody waits. */
    private static final String WAIT = "(SELECT pg_catalog.max(extract(epoch FROM pg_catalog.clock_timestamp()"
            + " - l.waitstart)) FROM pg_catalog.pg_locks l WHERE NOT l.granted)";

    private static final String CHECKPOINTER =
            "(SELECT num_timed AS timed, num_requested AS requested FROM pg_catalog.pg_stat_checkpointer)";
    private static final String BGWRITER =
            "(SELECT checkpoints_timed AS timed, checkpoints_req AS requested FROM pg_catalog.pg_stat_bgwriter)";

    private static final Set<String> COUNTERS =
            Set.of("checkpoints_timed", "checkpoints_requested", "commits", "rollbacks", "deadlocks", "read_seconds");

    private static final String HIDDEN = "sessions of other roles are hidden: GRANT pg_monitor TO the monitoring role";

    /** A ratio of fewer says nothing. */
    private static final int LEAST_CHECKPOINTS = 3;

    private static final int LEAST_TRANSACTIONS = 100;

    private static final int WRAPAROUND = 15;
    private static final int TRANSACTIONS = 10;
    private static final int CHECKPOINTS = 10;
    private static final int DISK = 10;
    private static final int CONFLICTS = 5;
    private static final int READS = 5;

    private PostgresVitals() {}

    static SqlVitals.Dialect dialect() {
        return new SqlVitals.Dialect("SELECT 1", PostgresVitals::read, PostgresVitals::unknown);
    }

    private static List<Vital> read(SqlVitals.Asked asked, Limits limits, Window window)
            throws CollectException, InterruptedException {
        Figures figures = asked.read("health", sql(asked.facts()), Figures::row);
        Optional<Change> change = window.add(figures.counters(COUNTERS));
        String hidden = figures.of("hidden").orElse(0.0) > 0 ? HIDDEN : "";
        return List.of(
                DatabaseVitals.connections(figures.ratio("used", "available"), limits),
                DatabaseVitals.locks(
                        hidden, "blocked sessions", figures.of("blocked"), figures.of("wait_seconds"), limits),
                new Draft("wraparound", WRAPAROUND)
                        .needs(
                                "age of transaction ids",
                                figures.of("xid_ratio"),
                                Unit.RATIO,
                                limits.of("xid_age_ratio", new Bounds(0.15, 0.4, 0.75)))
                        .needs(
                                "age of multixacts",
                                figures.of("mxid_ratio"),
                                Unit.RATIO,
                                limits.of("multixact_age_ratio", new Bounds(0.2, 0.4, 0.75)))
                        .vital(),
                DatabaseVitals.longestTransaction(
                                new Draft("transactions", TRANSACTIONS).hidden(hidden),
                                figures.of("transaction_seconds"),
                                limits)
                        .needs(
                                "longest idle in its transaction",
                                figures.of("idle_seconds"),
                                Unit.SECONDS,
                                limits.of("idle_in_transaction_seconds", new Bounds(60, 600, 3600)))
                        .vital(),
                new Draft("checkpoints", CHECKPOINTS)
                        .may("archiver failing", figures.of("archiver_failing"), Unit.COUNT, Bounds.warningAt(1))
                        .may(
                                "checkpoints that were requested",
                                change.flatMap(PostgresVitals::requested),
                                Unit.RATIO,
                                limits.of("forced_checkpoints_ratio", new Bounds(0.25, 0.5, 1)))
                        .vital(Draft.NEEDS_WINDOW),
                DatabaseVitals.disk(DISK),
                DatabaseVitals.deadlocks(
                                new Draft("conflicts", CONFLICTS),
                                change.flatMap(each -> each.perSecond("deadlocks")),
                                limits)
                        .may(
                                "transactions rolled back",
                                change.flatMap(PostgresVitals::rolledBack),
                                Unit.RATIO,
                                limits.of("rollback_ratio", new Bounds(0.05, 0.1, 0.5)))
                        .vital(Draft.NEEDS_WINDOW),
                new Draft("block_reads", READS)
                        .may(
                                "sessions waiting for blocks to be read",
                                change.flatMap(each -> each.perSecond("read_seconds")),
                                Unit.COUNT,
                                new Bounds(0.5, 2, 10))
                        .vital(
                                figures.of("read_seconds").isEmpty()
                                        ? "not applicable: track_io_timing is off"
                                        : Draft.NEEDS_WINDOW));
    }

    private static List<Vital> unknown(String why) {
        return List.of(
                DatabaseVitals.unknownConnections(why),
                DatabaseVitals.unknownLocks(why),
                Vital.unknown("wraparound", WRAPAROUND, why),
                Vital.unknown("transactions", TRANSACTIONS, why),
                Vital.unknown("checkpoints", CHECKPOINTS, why),
                DatabaseVitals.disk(DISK));
    }

    private static Optional<Double> requested(Change change) {
        double requested = change.grown("checkpoints_requested").orElse(0.0);
        double all = requested + change.grown("checkpoints_timed").orElse(0.0);
        return Optional.of(requested < LEAST_CHECKPOINTS ? 0 : requested / all);
    }

    private static Optional<Double> rolledBack(Change change) {
        double rollbacks = change.grown("rollbacks").orElse(0.0);
        double all = rollbacks + change.grown("commits").orElse(0.0);
        return Optional.of(all < LEAST_TRANSACTIONS ? 0 : rollbacks / all);
    }

    private static String sql(ServerFacts facts) {
        int major = Integer.parseInt(facts.version().split("\\.", 2)[0]);
        return SQL.replace(":wait", major >= 14 ? WAIT : "NULL::pg_catalog.float8")
                .replace(":checkpoints", major >= 17 ? CHECKPOINTER : BGWRITER);
    }
}
