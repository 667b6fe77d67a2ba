package io.dbvitals.grafana.boards.database;

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

/** MySQL and MariaDB. */
public final class MySqlBoard {
    private static final Limits CONNECTIONS = Limits.above(0.8, 0.95).of("mysql/connections_used_ratio");
    private static final Limits LAG = Limits.above(60, 600).of("mysql/replication_lag_seconds");
    private static final String NO_REPLICA = "No replica";

    private MySqlBoard() {}

    public static Dashboard dashboard() {
        return Dashboard.of(
                        "dbvitals-mysql",
                        "MySQL",
                        "MySQL and MariaDB: connections, statements, InnoDB, replication, tables.",
                        Scope.targets("mysql_up"))
                .mark(Annotation.event(
                        "Restarts", "resets(mysql_global_status_uptime{@}[2m]) > 0", "restarted: {{target}}"))
                .row(health())
                .row(load())
                .row(engine())
                .row(replication())
                .row(tables());
    }

    private static Row health() {
        return Row.open("Health")
                .line(
                        stat("Up", Unit.PLAIN, "Whether the server answers dbvitals.")
                                .query("mysql_up{@}", "@")
                                .mapping(Mapping.UP)
                                .limits(Limits.alarmBelow(1))
                                .alerts("MySQLDown"),
                        stat("Running for", Unit.SECONDS, "Since the server was started.")
                                .query("mysql_global_status_uptime{@}", "@"),
                        stat("Connections used", Unit.RATIO, "Of max_connections.")
                                .query(used(), "@")
                                .limits(CONNECTIONS)
                                .max(1)
                                .alerts("MySQLConnectionsCritical", "MySQLConnectionsHigh"),
                        stat("Statements", Unit.OPERATIONS, "All.").query(rate("queries"), "@"),
                        stat("Buffer pool", Unit.BYTES, "InnoDB's cache.")
                                .query("mysql_global_variables_innodb_buffer_pool_size{@}", "@"),
                        stat("Read only", Unit.PLAIN, "As a replica should be.")
                                .query("mysql_global_variables_read_only{@}", "@")
                                .mapping(Mapping.YES_IS_NEUTRAL));
    }

    private static Row load() {
        return Row.open("Connections and statements")
                .line(
                        graph("Connections", Unit.NUMBER, "Open, and allowed.")
                                .query("mysql_global_status_threads_connected{@}", "@ open")
                                .query("mysql_global_variables_max_connections{@}", "@ max_connections"),
                        graph("Connections used", Unit.RATIO, "Of max_connections.")
                                .query(used(), "@")
                                .limits(CONNECTIONS)
                                .max(1)
                                .alerts("MySQLConnectionsCritical", "MySQLConnectionsHigh"),
                        graph("Statements", Unit.OPERATIONS, "All.").query(rate("queries"), "@"))
                .line(
                        graph("Slow statements", Unit.RATIO, "Longer than long_query_time, of all.")
                                .query(rate("slow_queries") + " / (" + rate("queries") + " > 0)", "@")
                                .limits(Limits.warnAbove(0.01).of("mysql/slow_queries_ratio"))
                                .max(1)
                                .alerts("MySQLSlowQueries"),
                        graph(
                                        "Rows handled",
                                        Unit.OPERATIONS,
                                        "Calls of the storage engine: read_rnd_next is a table scan.")
                                .query(
                                        "topk(10, rate(mysql_global_status_handlers_total{@}[$__rate_interval]))",
                                        "@ {{handler}}"),
                        graph("Row lock waits", Unit.NUMBER, "Sessions that wait for a row now.")
                                .query("mysql_info_schema_innodb_metrics_lock_lock_row_lock_current_waits{@}", "@")
                                .ifEmpty("Not counted by this server"));
    }

    private static Row engine() {
        return Row.open("InnoDB")
                .line(
                        graph("Buffer pool", Unit.NUMBER, "Pages by state; no free ones is usual.")
                                .query("mysql_global_status_buffer_pool_pages{@}", "@ {{state}}")
                                .stacked(),
                        graph("Log waits", Unit.NUMBER, "Within 15 minutes: the log buffer was too small.")
                                .query("increase(mysql_global_status_innodb_log_waits{@}[15m])", "@")
                                .limits(Limits.warnAbove(0))
                                .alerts("MySQLInnoDBLogWaits"),
                        graph("Binary log", Unit.BYTES, "On disk.")
                                .query("mysql_binlog_size_bytes{@}", "@")
                                .ifEmpty("No binary log"));
    }

    private static Row replication() {
        return Row.open("Replication")
                .line(
                        graph("Delay", Unit.SECONDS, "Behind the source, less the delay that is intended.")
                                .query(
                                        "mysql_slave_status_seconds_behind_master{@} - (mysql_slave_status_sql_delay{@}"
                                                + " or 0 * mysql_slave_status_seconds_behind_master{@})",
                                        "@ {{channel_name}}{{connection_name}}")
                                .limits(LAG)
                                .ifEmpty(NO_REPLICA)
                                .alerts("MySQLReplicationLagCritical", "MySQLReplicationLagHigh"),
                        graph("Threads", Unit.PLAIN, "1 where the thread that fetches, or the one that applies, runs.")
                                .query("mysql_slave_status_slave_io_running{@}", "@ fetches")
                                .query("mysql_slave_status_slave_sql_running{@}", "@ applies")
                                .limits(Limits.alarmBelow(1))
                                .ifEmpty(NO_REPLICA)
                                .alerts("MySQLReplicationStopped"));
    }

    private static Row tables() {
        return Row.closed("Tables")
                .line(table("Tables", "The 50 largest.")
                        .column(
                                "Size",
                                Unit.BYTES,
                                "topk(50, sum by (@, schema, table) (mysql_info_schema_table_size{@}))")
                        .column(
                                "Rows",
                                Unit.NUMBER,
                                "max by (@, schema, table) (mysql_info_schema_table_rows{@}) and"
                                        + " topk(50, sum by (@, schema, table) (mysql_info_schema_table_size{@}))")
                        .ifEmpty("Needs the query info_schema.tables, which is off by default"))
                .line(graph("AUTO_INCREMENT in use", Unit.RATIO, "Of what the column's type can hold; the ten fullest.")
                        .query(
                                "topk(10, mysql_info_schema_auto_increment_column{@} / (mysql_info_schema_auto_increment_column_max{@} > 0))",
                                "@ {{schema}}.{{table}}.{{column}}")
                        .limits(Limits.warnAbove(0.8).of("mysql/auto_increment_used_ratio"))
                        .max(1)
                        .ifEmpty("Needs the query auto_increment.columns, which is off by default")
                        .alerts("MySQLAutoIncrementNearlyUsed"));
    }

    private static String used() {
        return "mysql_global_status_threads_connected{@} / (mysql_global_variables_max_connections{@} > 0)";
    }

    private static String rate(String status) {
        return "rate(mysql_global_status_" + status + "{@}[$__rate_interval])";
    }
}
