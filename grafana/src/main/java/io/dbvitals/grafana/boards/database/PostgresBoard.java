package io.dbvitals.grafana.boards.database;

import static io.dbvitals.grafana.model.PanelBuilder.bars;
import static io.dbvitals.grafana.model.PanelBuilder.graph;
import static io.dbvitals.grafana.model.PanelBuilder.stat;
import static io.dbvitals.grafana.model.PanelBuilder.table;

import io.dbvitals.grafana.model.Annotation;
import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Limits;
import io.dbvitals.grafana.model.Mapping;
import io.dbvitals.grafana.model.Row;
import io.dbvitals.grafana.model.Scope;
import io.dbvitals.grafana.model.Unit;

/** One PostgreSQL server: is it well, who waits, what does it do, does it keep house. */
public final class PostgresBoard {
    private static final Limits CONNECTIONS = Limits.above(0.8, 0.95).of("postgres/connections_used_ratio");
    private static final Limits XID_AGE = Limits.above(0.4, 0.75).of("postgres/xid_age_ratio");
    private static final Limits DEAD_ROWS = Limits.warnAbove(0.2).of("postgres/dead_rows_ratio");

    private PostgresBoard() {}

    public static Dashboard dashboard() {
        return Dashboard.of(
                        "dbvitals-postgres",
                        "PostgreSQL",
                        "One server, or several side by side: health, waiting sessions, load, housekeeping.",
                        Scope.servers("pg_up").with("datname", "Database", "pg_database_size_bytes{@}"))
                .mark(Annotation.event(
                        "Restarts", "changes(pg_postmaster_start_time_seconds{@}[2m]) > 0", "restarted: {{server}}"))
                .row(health())
                .row(sessions())
                .row(load())
                .row(cache())
                .row(housekeeping())
                .row(settings());
    }

    private static Row health() {
        return Row.open("Health")
                .line(
                        stat("Up", Unit.PLAIN, "Whether the server answers dbvitals.")
                                .query("pg_up{@}", "@")
                                .mapping(Mapping.UP)
                                .limits(Limits.alarmBelow(1))
                                .alerts("PostgreSQLDown"),
                        stat("Role", Unit.PLAIN, "Primary, or a replica that replays a primary's WAL.")
                                .query("pg_replication_is_replica{@}", "@")
                                .mapping(Mapping.REPLICA),
                        stat("Up since", Unit.MOMENT, "When the server was started.")
                                .query("pg_postmaster_start_time_seconds{@} * 1000", "@")
                                .alerts("PostgreSQLRestarted"),
                        stat("Connections used", Unit.RATIO, "Of those that ordinary roles may open.")
                                .query("pg_connections_used_ratio{@}", "@")
                                .limits(CONNECTIONS)
                                .max(1)
                                .alerts("PostgreSQLConnectionsCritical", "PostgreSQLConnectionsHigh"),
                        stat("Transactions", Unit.OPERATIONS, "Committed and rolled back, all databases.")
                                .query(
                                        "sum by (@) (rate(pg_stat_database_xact_commit{@}[$__rate_interval])"
                                                + " + rate(pg_stat_database_xact_rollback{@}[$__rate_interval]))",
                                        "@"),
                        stat("Cache hits", Unit.RATIO, "Blocks found in shared buffers, of those asked for, 10 min.")
                                .query("min by (@) (postgres:cache_hits:ratio_rate10m{@,datname=~\"$datname\"})", "@")
                                .limits(Limits.warnBelow(0.9).of("postgres/cache_hit_ratio"))
                                .max(1)
                                .ifEmpty("No reads")
                                .alerts("PostgreSQLCacheHitRatioLow"),
                        stat("Oldest transaction id", Unit.RATIO, "Of the 2^31 at which the server stops writing.")
                                .query("max by (@) (pg_database_xid_age{@}) / 2^31", "@")
                                .limits(XID_AGE)
                                .max(1)
                                .alerts("PostgreSQLXidWraparoundCritical", "PostgreSQLXidAgeHigh"),
                        stat("Size", Unit.BYTES, "All databases together.")
                                .query("sum by (@) (pg_database_size_bytes{@,datname=~\"$datname\"})", "@"));
    }

    private static Row sessions() {
        return Row.open("Sessions and locks")
                .line(
                        graph(
                                        "Sessions by state",
                                        Unit.NUMBER,
                                        "Many that are idle in transaction hold locks for nothing.")
                                .query(
                                        "sum by (@, state) (pg_stat_activity_count{@,datname=~\"$datname\"})",
                                        "@ {{state}}")
                                .stacked(),
                        graph(
                                        "Waiting for",
                                        Unit.NUMBER,
                                        "What sessions wait for, by kind of event; none means running.")
                                .query("sum by (@, wait_event_type) (pg_backends{@})", "@ {{wait_event_type}}")
                                .stacked(),
                        graph(
                                        "Blocked sessions",
                                        Unit.NUMBER,
                                        "Sessions that wait for a lock, and those at the root of it.")
                                .query("pg_blocked_sessions{@}", "@ blocked")
                                .query("pg_root_blockers{@}", "@ root")
                                .limits(Limits.warnAbove(5).of("postgres/blocked_sessions"))
                                .alerts("PostgreSQLLockWaits"))
                .line(
                        graph("Longest lock wait", Unit.SECONDS, "Who waits longest for a lock now.")
                                .query("pg_lock_wait_max_seconds{@}", "@")
                                .limits(Limits.warnAbove(120).of("postgres/lock_wait_seconds"))
                                .alerts("PostgreSQLLockWaitLong"),
                        graph("Oldest transaction", Unit.SECONDS, "Holds back vacuum, and maybe locks.")
                                .query("pg_transaction_max_age_seconds{@}", "@ any")
                                .query("pg_idle_in_transaction_max_seconds{@}", "@ idle in transaction")
                                .query("pg_prepared_transactions_max_age_seconds{@}", "@ prepared")
                                .limits(Limits.warnAbove(600).of("postgres/idle_in_transaction_seconds"))
                                .alerts(
                                        "PostgreSQLLongRunningTransaction",
                                        "PostgreSQLIdleInTransaction",
                                        "PostgreSQLPreparedTransactionOld"),
                        graph("Deadlocks", Unit.NUMBER, "Within 15 minutes.")
                                .query(
                                        "sum by (@, datname) (increase(pg_stat_database_deadlocks{@,datname=~\"$datname\"}[15m]))",
                                        "@ {{datname}}")
                                .limits(Limits.warnAbove(5).of("postgres/deadlocks_per_15m"))
                                .alerts("PostgreSQLDeadlocks"));
    }

    private static Row load() {
        return Row.open("Load")
                .line(
                        graph("Transactions", Unit.OPERATIONS, "By database.")
                                .query("sum by (@, datname) (" + database("xact_commit") + ")", "@ {{datname}} commit")
                                .query(
                                        "sum by (@, datname) (" + database("xact_rollback") + ")",
                                        "@ {{datname}} rollback")
                                .alerts("PostgreSQLRollbackRatioHigh"),
                        graph("Rows changed", Unit.OPERATIONS, "Inserted, updated and deleted.")
                                .query("sum by (@) (" + database("tup_inserted") + ")", "@ insert")
                                .query("sum by (@) (" + database("tup_updated") + ")", "@ update")
                                .query("sum by (@) (" + database("tup_deleted") + ")", "@ delete"),
                        graph(
                                        "Rows read",
                                        Unit.OPERATIONS,
                                        "Returned by scans, and fetched by index; far apart: sequential scans.")
                                .query("sum by (@) (" + database("tup_returned") + ")", "@ returned")
                                .query("sum by (@) (" + database("tup_fetched") + ")", "@ fetched"));
    }

    private static Row cache() {
        return Row.open("Memory and disk")
                .line(
                        graph("Cache hits", Unit.RATIO, "Blocks found in shared buffers, of those asked for, 10 min.")
                                .query("postgres:cache_hits:ratio_rate10m{@,datname=~\"$datname\"}", "@ {{datname}}")
                                .limits(Limits.warnBelow(0.9).of("postgres/cache_hit_ratio"))
                                .max(1)
                                .ifEmpty("No reads")
                                .alerts("PostgreSQLCacheHitRatioLow"),
                        graph(
                                        "Temporary files",
                                        Unit.BYTES_PER_SECOND,
                                        "Sorts and hashes that did not fit into work_mem.")
                                .query("sum by (@, datname) (" + database("temp_bytes") + ")", "@ {{datname}}"),
                        graph("Input and output", Unit.BYTES_PER_SECOND, "By pg_stat_io, from PostgreSQL 16 on.")
                                .query(
                                        "sum by (@, backend_type) (rate(pg_stat_io_read_bytes_total{@}[$__rate_interval]))",
                                        "@ {{backend_type}} read")
                                .query(
                                        "sum by (@, backend_type) (rate(pg_stat_io_write_bytes_total{@}[$__rate_interval]))",
                                        "@ {{backend_type}} write")
                                .ifEmpty("From PostgreSQL 16 on"));
    }

    private static Row housekeeping() {
        return Row.closed("Housekeeping")
                .line(
                        graph("Checkpoints", Unit.NUMBER, "Within an hour: on time, and forced by WAL.")
                                .query("postgres:checkpoints_timed:rate1h{@} * 3600", "@ timed")
                                .query("postgres:checkpoints_req:rate1h{@} * 3600", "@ forced")
                                .ifEmpty("Needs an hour's start")
                                .alerts("PostgreSQLCheckpointsForced"),
                        graph(
                                        "Autovacuum workers",
                                        Unit.NUMBER,
                                        "Running now; long at the maximum: too few, or too slow.")
                                .query("pg_autovacuum_workers{@}", "@")
                                .query("pg_settings_autovacuum_max_workers{@}", "@ maximum"),
                        graph(
                                        "Vacuum horizon",
                                        Unit.NUMBER,
                                        "Transactions whose dead rows vacuum may not remove, by who holds them.")
                                .query("max by (@, kind) (pg_xmin_horizon_age{@})", "@ {{kind}}"))
                .line(table("Tables", "The 50 with the most dead rows.")
                        .column(
                                "Dead rows",
                                Unit.NUMBER,
                                top(
                                        50,
                                        "max by (@, datname, schemaname, relname) (pg_stat_user_tables_n_dead_tup{@,datname=~\"$datname\"})"))
                        .column(
                                "Dead share",
                                Unit.RATIO,
                                "max by (@, datname, schemaname, relname) (pg_stat_user_tables_n_dead_tup{@,datname=~\"$datname\"} /"
                                        + " (pg_stat_user_tables_n_live_tup{@,datname=~\"$datname\"} + pg_stat_user_tables_n_dead_tup{@,datname=~\"$datname\"} > 0))"
                                        + " and "
                                        + top(
                                                50,
                                                "max by (@, datname, schemaname, relname) (pg_stat_user_tables_n_dead_tup{@,datname=~\"$datname\"})"),
                                DEAD_ROWS)
                        .column(
                                "Size",
                                Unit.BYTES,
                                "max by (@, datname, schemaname, relname) (pg_stat_user_tables_total_size_bytes{@,datname=~\"$datname\"}) and "
                                        + top(
                                                50,
                                                "max by (@, datname, schemaname, relname) (pg_stat_user_tables_n_dead_tup{@,datname=~\"$datname\"})"))
                        .alerts("PostgreSQLDeadRowsHigh"))
                .line(
                        bars("Transaction id age", Unit.RATIO, "Of the 2^31 at which the server stops writing.")
                                .query(
                                        "max by (@, datname) (pg_database_xid_age{@,datname=~\"$datname\"}) / 2^31",
                                        "@ {{datname}}")
                                .limits(XID_AGE)
                                .max(1)
                                .alerts("PostgreSQLXidWraparoundCritical", "PostgreSQLXidAgeHigh"),
                        bars("Multixact id age", Unit.RATIO, "Of 2^31.")
                                .query(
                                        "max by (@, datname) (pg_database_mxid_age{@,datname=~\"$datname\"}) / 2^31",
                                        "@ {{datname}}")
                                .limits(Limits.warnAbove(0.4).of("postgres/multixact_age_ratio"))
                                .max(1)
                                .alerts("PostgreSQLMultixactAgeHigh"),
                        bars("Database size", Unit.BYTES, "The largest twenty.")
                                .query(
                                        top(
                                                20,
                                                "max by (@, datname) (pg_database_size_bytes{@,datname=~\"$datname\"})"),
                                        "@ {{datname}}"));
    }

    private static Row settings() {
        return Row.closed("Settings")
                .line(
                        stat("Version", Unit.PLAIN, "As a number: 170004 is 17.4.")
                                .query("pg_settings_server_version_num{@}", "@"),
                        stat("Shared buffers", Unit.BYTES, "Memory for cached blocks.")
                                .query("pg_settings_shared_buffers_bytes{@}", "@"),
                        stat("Work memory", Unit.BYTES, "For each sort or hash of a statement.")
                                .query("pg_settings_work_mem_bytes{@}", "@"),
                        stat("Max WAL size", Unit.BYTES, "From which WAL forces a checkpoint.")
                                .query("pg_settings_max_wal_size_bytes{@}", "@"),
                        stat("Waiting for a restart", Unit.NUMBER, "Settings that were changed and do not count yet.")
                                .query("pg_pending_restart_settings{@}", "@")
                                .limits(Limits.warnAbove(0)),
                        stat("Data checksums", Unit.PLAIN, "Whether damaged blocks are noticed.")
                                .query("pg_settings_data_checksums{@}", "@")
                                .mapping(Mapping.YES_IS_GOOD));
    }

    private static String database(String metric) {
        return "rate(pg_stat_database_" + metric + "{@,datname=~\"$datname\"}[$__rate_interval])";
    }

    private static String top(int most, String expr) {
        return "topk(" + most + ", " + expr + ")";
    }
}
