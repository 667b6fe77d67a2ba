package io.dbvitals.grafana.boards.estate;

import static io.dbvitals.grafana.model.PanelBuilder.graph;
import static io.dbvitals.grafana.model.PanelBuilder.stat;
import static io.dbvitals.grafana.model.PanelBuilder.table;

import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Limits;
import io.dbvitals.grafana.model.PanelBuilder;
import io.dbvitals.grafana.model.Row;
import io.dbvitals.grafana.model.Scope;
import io.dbvitals.grafana.model.Unit;

/** Everything at a glance; each value leads to the dashboard of its system. */
public final class FleetBoard {
    private static final Limits DOWN = Limits.alarmAbove(0);

    private FleetBoard() {}

    public static Dashboard dashboard() {
        return Dashboard.of(
                        "dbvitals-fleet",
                        "Fleet overview",
                        "All servers: what is down, what alerts say, who is short of what.",
                        Scope.processes("up"))
                .row(health())
                .row(databases())
                .row(others())
                .row(hosts());
    }

    private static Row health() {
        return Row.open("Now")
                .line(
                        stat("Critical alerts", Unit.NUMBER, "That fire: a person acts now.")
                                .query(firing("critical"), "critical")
                                .limits(DOWN)
                                .link("Alerts", "dbvitals-alerts"),
                        stat("Warnings", Unit.NUMBER, "That fire: for working hours.")
                                .query(firing("warning"), "warning")
                                .limits(Limits.warnAbove(0))
                                .link("Alerts", "dbvitals-alerts"),
                        down("PostgreSQL down", "pg_up", "dbvitals-postgres", "PostgreSQLDown"),
                        down("Redis down", "redis_up", "dbvitals-redis", "RedisDown"),
                        down("MySQL down", "mysql_up", "dbvitals-mysql", "MySQLDown"),
                        down("PgBouncer down", "pgbouncer_up", "dbvitals-pgbouncer", "PgBouncerDown"),
                        stat("Scrapes failing", Unit.NUMBER, "Pages that Prometheus cannot read.")
                                .query("sum(up{@} == bool 0)", "failing")
                                .limits(DOWN)
                                .link("Monitoring itself", "dbvitals-alerts")
                                .alerts("TargetDown", "ExporterAbsent"),
                        stat("Collectors failing", Unit.NUMBER, "Groups of metrics that dbvitals could not read.")
                                .query(
                                        "sum(max by (instance, target, collector) (dbvitals_collector_success{@}) == bool 0)",
                                        "failing")
                                .limits(Limits.warnAbove(0))
                                .link("Monitoring itself", "dbvitals-alerts")
                                .alerts("ExporterCollectorFailing"));
    }

    private static Row databases() {
        return Row.open("PostgreSQL")
                .line(table("PostgreSQL servers", "A server's name leads to its dashboard.")
                        .column("Up", Unit.PLAIN, byServer("pg_up{@}"), Limits.alarmBelow(1))
                        .column(
                                "Connections",
                                Unit.RATIO,
                                byServer("pg_connections_used_ratio{@}"),
                                Limits.above(0.8, 0.95).of("postgres/connections_used_ratio"))
                        .column(
                                "Transactions/s",
                                Unit.OPERATIONS,
                                "sum by (job, instance, server) (rate(pg_stat_database_xact_commit{@}[$__rate_interval]))")
                        .column(
                                "Replay delay",
                                Unit.SECONDS,
                                byServer("pg_replication_lag_seconds{@}"),
                                Limits.above(30, 300).of("postgres/replication_lag_seconds"))
                        .column(
                                "Blocked",
                                Unit.NUMBER,
                                byServer("pg_blocked_sessions{@}"),
                                Limits.warnAbove(5).of("postgres/blocked_sessions"))
                        .column("Size", Unit.BYTES, "sum by (job, instance, server) (pg_database_size_bytes{@})")
                        .link("PostgreSQL", "dbvitals-postgres", "job", "instance", "server")
                        .link("Queries", "dbvitals-queries", "job", "instance", "server")
                        .link("Replication", "dbvitals-replication", "job", "instance", "server")
                        .alerts("PostgreSQLDown"))
                .line(
                        graph("Transactions", Unit.OPERATIONS, "Committed.")
                                .query(
                                        "sum by (job, instance, server) (rate(pg_stat_database_xact_commit{@}[$__rate_interval]))",
                                        "{{server}}")
                                .link("PostgreSQL", "dbvitals-postgres", "job", "instance", "server"),
                        graph("Connections used", Unit.RATIO, "Of those that ordinary roles may open.")
                                .query("pg_connections_used_ratio{@}", "{{server}}")
                                .limits(Limits.above(0.8, 0.95).of("postgres/connections_used_ratio"))
                                .max(1)
                                .link("PostgreSQL", "dbvitals-postgres", "job", "instance", "server"));
    }

    private static Row others() {
        return Row.open("Redis, MySQL, PgBouncer, vectors")
                .line(
                        table("Redis servers", "A server's name leads to its dashboard.")
                                .column("Up", Unit.PLAIN, byTarget("redis_up{@}"), Limits.alarmBelow(1))
                                .column("Memory", Unit.BYTES, byTarget("redis_memory_used_bytes{@}"))
                                .column(
                                        "Commands/s",
                                        Unit.OPERATIONS,
                                        byTarget("rate(redis_commands_processed_total{@}[$__rate_interval])"))
                                .link("Redis", "dbvitals-redis", "job", "instance")
                                .ifEmpty("No Redis"),
                        table("MySQL servers", "A server's name leads to its dashboard.")
                                .column("Up", Unit.PLAIN, byTarget("mysql_up{@}"), Limits.alarmBelow(1))
                                .column(
                                        "Connections",
                                        Unit.NUMBER,
                                        byTarget("mysql_global_status_threads_connected{@}"))
                                .column(
                                        "Statements/s",
                                        Unit.OPERATIONS,
                                        byTarget("rate(mysql_global_status_queries{@}[$__rate_interval])"))
                                .link("MySQL", "dbvitals-mysql", "job", "instance")
                                .ifEmpty("No MySQL"))
                .line(
                        table("PgBouncers", "A pooler's name leads to its dashboard.")
                                .column("Up", Unit.PLAIN, byTarget("pgbouncer_up{@}"), Limits.alarmBelow(1))
                                .column(
                                        "Clients waiting",
                                        Unit.NUMBER,
                                        "sum by (job, instance, target) (pgbouncer_pools_client_waiting_connections{@})")
                                .link("PgBouncer", "dbvitals-pgbouncer", "job", "instance")
                                .ifEmpty("No PgBouncer"),
                        table("Vector search", "A server's name leads to its dashboard.")
                                .column(
                                        "Indexes",
                                        Unit.NUMBER,
                                        "count by (job, instance, server) (pg_vector_index_valid{@})")
                                .column(
                                        "Worst recall",
                                        Unit.RATIO,
                                        "min by (job, instance, server) (pg_vector_probe_recall_ratio{@})",
                                        Limits.below(0.9, 0.5).of("postgres/vector_recall_ratio"))
                                .link("Vector search", "dbvitals-vector", "job", "instance", "server")
                                .ifEmpty("No vector index"));
    }

    private static Row hosts() {
        return Row.open("Machines")
                .line(
                        graph("CPU used", Unit.RATIO, "Of all CPUs, 5 min.")
                                .query("host:cpu_used:ratio_rate5m{@}", "{{instance}} {{target}}")
                                .limits(Limits.warnAbove(0.9).of("host/cpu_used_ratio"))
                                .max(1)
                                .link("System", "dbvitals-system", "job", "instance")
                                .alerts("HostCpuHigh"),
                        graph("Memory available", Unit.RATIO, "That programs can still get.")
                                .query(
                                        "node_memory_MemAvailable_bytes{@} / (node_memory_MemTotal_bytes{@} > 0)",
                                        "{{instance}} {{target}}")
                                .limits(Limits.warnBelow(0.1).of("host/memory_available_ratio"))
                                .max(1)
                                .link("System", "dbvitals-system", "job", "instance")
                                .alerts("HostMemoryLow"));
    }

    private static String firing(String severity) {
        return "count(ALERTS{alertstate=\"firing\",severity=\"" + severity
                + "\",job=~\"$job|\",instance=~\"$instance|\"}) or vector(0)";
    }

    private static PanelBuilder down(String title, String metric, String uid, String alert) {
        return stat(title, Unit.NUMBER, "Servers that do not answer dbvitals.")
                .query("sum(" + metric + "{@} == bool 0)", "down")
                .limits(DOWN)
                .ifEmpty("None watched")
                .link("Its dashboard", uid)
                .alerts(alert);
    }

    private static String byServer(String expr) {
        return "max by (job, instance, server) (" + expr + ")";
    }

    private static String byTarget(String expr) {
        return "max by (job, instance, target) (" + expr + ")";
    }
}
