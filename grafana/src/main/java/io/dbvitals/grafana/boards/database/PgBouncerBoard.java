package io.dbvitals.grafana.boards.database;

import static io.dbvitals.grafana.model.PanelBuilder.graph;
import static io.dbvitals.grafana.model.PanelBuilder.stat;
import static io.dbvitals.grafana.model.PanelBuilder.table;

import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Limits;
import io.dbvitals.grafana.model.Mapping;
import io.dbvitals.grafana.model.Row;
import io.dbvitals.grafana.model.Scope;
import io.dbvitals.grafana.model.Unit;

/** PgBouncer: who waits for a connection, and why. */
public final class PgBouncerBoard {
    private static final Limits CLIENTS = Limits.above(0.8, 0.95).of("pgbouncer/connections_used_ratio");
    private static final Limits WAIT = Limits.above(5, 30).of("pgbouncer/client_wait_seconds");

    private PgBouncerBoard() {}

    public static Dashboard dashboard() {
        return Dashboard.of(
                        "dbvitals-pgbouncer",
                        "PgBouncer",
                        "Pools: clients that wait, server connections, traffic.",
                        Scope.targets("pgbouncer_up"))
                .row(health())
                .row(pools())
                .row(traffic())
                .row(databases());
    }

    private static Row health() {
        return Row.open("Health")
                .line(
                        stat("Up", Unit.PLAIN, "Whether the pooler answers dbvitals.")
                                .query("pgbouncer_up{@}", "@")
                                .mapping(Mapping.UP)
                                .limits(Limits.alarmBelow(1))
                                .alerts("PgBouncerDown"),
                        stat("Clients", Unit.RATIO, "Connections, of max_client_conn.")
                                .query(
                                        "pgbouncer_used_clients{@} / (pgbouncer_config_max_client_connections{@} > 0)",
                                        "@")
                                .limits(CLIENTS)
                                .max(1)
                                .alerts("PgBouncerClientsCritical", "PgBouncerClientsHigh"),
                        stat("Longest wait", Unit.SECONDS, "Of a client, for a server connection, now.")
                                .query("max by (@) (pgbouncer_pools_client_maxwait_seconds{@})", "@")
                                .limits(WAIT)
                                .alerts("PgBouncerClientWaitCritical", "PgBouncerClientWaitHigh"),
                        stat("Clients waiting", Unit.NUMBER, "For a server connection, now.")
                                .query("sum by (@) (pgbouncer_pools_client_waiting_connections{@})", "@"),
                        stat("Paused databases", Unit.NUMBER, "Paused or disabled: their clients wait.")
                                .query(
                                        "sum by (@) (pgbouncer_databases_paused{@} + pgbouncer_databases_disabled{@})",
                                        "@")
                                .limits(Limits.warnAbove(0))
                                .alerts("PgBouncerDatabasePaused"),
                        stat("Queries", Unit.OPERATIONS, "Of all databases.")
                                .query(
                                        "sum by (@) (rate(pgbouncer_stats_queries_pooled_total{@}[$__rate_interval]))",
                                        "@"));
    }

    private static Row pools() {
        return Row.open("Pools")
                .line(
                        graph("Clients", Unit.NUMBER, "Served, and waiting.")
                                .query(pool("client_active_connections"), "@ {{database}}/{{user}} active")
                                .query(pool("client_waiting_connections"), "@ {{database}}/{{user}} waiting"),
                        graph("Server connections", Unit.NUMBER, "At work, idle, and used lately.")
                                .query(pool("server_active_connections"), "@ {{database}}/{{user}} active")
                                .query(pool("server_idle_connections"), "@ {{database}}/{{user}} idle")
                                .query(pool("server_used_connections"), "@ {{database}}/{{user}} used"),
                        graph("Longest wait", Unit.SECONDS, "Of a client, for a server connection.")
                                .query(pool("client_maxwait_seconds"), "@ {{database}}/{{user}}")
                                .limits(WAIT)
                                .alerts("PgBouncerClientWaitCritical", "PgBouncerClientWaitHigh"));
    }

    private static Row traffic() {
        return Row.open("Traffic")
                .line(
                        graph("Queries", Unit.OPERATIONS, "By database.")
                                .query(stats("queries_pooled_total"), "@ {{database}}"),
                        graph("Mean time of a query", Unit.SECONDS, "On the server.")
                                .query(
                                        stats("queries_duration_seconds_total") + " / (" + stats("queries_pooled_total")
                                                + " > 0)",
                                        "@ {{database}}"),
                        graph("Clients waiting on average", Unit.NUMBER, "Seconds that clients waited, in each second.")
                                .query(stats("client_wait_seconds_total"), "@ {{database}}"))
                .line(
                        graph("Transactions", Unit.OPERATIONS, "By database.")
                                .query(stats("sql_transactions_pooled_total"), "@ {{database}}"),
                        graph(
                                        "Connections in a transaction",
                                        Unit.NUMBER,
                                        "Seconds that server connections spent in transactions, in each second.")
                                .query(stats("server_in_transaction_seconds_total"), "@ {{database}}"),
                        graph("Network", Unit.BYTES_PER_SECOND, "From and to clients.")
                                .query(stats("received_bytes_total"), "@ {{database}} in")
                                .query(stats("sent_bytes_total"), "@ {{database}} out"));
    }

    private static Row databases() {
        return Row.closed("Databases")
                .line(table("Databases", "Server connections, and how many there may be.")
                        .column("Connections", Unit.NUMBER, database("current_connections"))
                        .column("At most", Unit.NUMBER, database("max_connections"))
                        .column("Pool size", Unit.NUMBER, database("pool_size"))
                        .column("Paused", Unit.PLAIN, database("paused"), Limits.warnAbove(0))
                        .alerts("PgBouncerDatabaseConnectionsHigh", "PgBouncerDatabasePaused"));
    }

    private static String pool(String metric) {
        return "max by (@, database, user) (pgbouncer_pools_" + metric + "{@})";
    }

    private static String stats(String metric) {
        return "sum by (@, database) (rate(pgbouncer_stats_" + metric + "{@}[$__rate_interval]))";
    }

    private static String database(String metric) {
        return "max by (@, name) (pgbouncer_databases_" + metric + "{@})";
    }
}
