package io.dbvitals.grafana.boards.database;

import static io.dbvitals.grafana.model.PanelBuilder.graph;
import static io.dbvitals.grafana.model.PanelBuilder.stat;
import static io.dbvitals.grafana.model.PanelBuilder.table;

import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Limits;
import io.dbvitals.grafana.model.PanelBuilder;
import io.dbvitals.grafana.model.Row;
import io.dbvitals.grafana.model.Scope;
import io.dbvitals.grafana.model.Unit;

/** Which statements cost the most, from pg_stat_statements. */
public final class QueriesBoard {
    private static final String EMPTY = "Needs the extension pg_stat_statements";

    private QueriesBoard() {}

    public static Dashboard dashboard() {
        return Dashboard.of(
                        "dbvitals-queries",
                        "PostgreSQL queries",
                        "Statements by what they cost, from pg_stat_statements. The text of a queryid: SELECT query FROM"
                                + " pg_stat_statements WHERE queryid = …",
                        Scope.servers("pg_up").with("datname", "Database", "pg_database_size_bytes{@}"))
                .row(sums())
                .row(Row.open("The ten that cost the most")
                        .line(
                                most("Time", Unit.RATIO, "seconds_total", "Seconds of execution in each second."),
                                most("Calls", Unit.OPERATIONS, "calls_total", "How often they are called."),
                                most("Rows", Unit.OPERATIONS, "rows_total", "Returned or changed."))
                        .line(
                                most(
                                        "Blocks read",
                                        Unit.OPERATIONS,
                                        "shared_blks_read_total",
                                        "Not found in shared buffers."),
                                most(
                                        "Temporary blocks",
                                        Unit.OPERATIONS,
                                        "temp_blks_written_total",
                                        "Sorts and hashes that did not fit into work_mem."),
                                most("WAL", Unit.BYTES_PER_SECOND, "wal_bytes_total", "What they write ahead.")))
                .row(Row.open("Statements")
                        .line(table("Statements by time", "The 50 that took most of the time, over the chosen range.")
                                .column("Time", Unit.SECONDS, topOf("seconds_total"))
                                .column("Calls", Unit.NUMBER, alongTop("calls_total"))
                                .column("Rows", Unit.NUMBER, alongTop("rows_total"))
                                .column(
                                        "Mean",
                                        Unit.SECONDS,
                                        sum("seconds_total", "$__range") + " / (" + sum("calls_total", "$__range")
                                                + " > 0) and " + topOf("seconds_total"))
                                .column("Blocks read", Unit.NUMBER, alongTop("shared_blks_read_total"))
                                .ifEmpty(EMPTY)))
                .row(Row.closed("Functions and long statements")
                        .line(
                                graph(
                                                "Functions",
                                                Unit.RATIO,
                                                "The ten that took most of the time; needs track_functions.")
                                        .query(
                                                "topk(10, sum by (@, datname, schemaname, funcname)"
                                                        + " (rate(pg_stat_user_functions_time_seconds_total{@,datname=~\"$datname\"}[$__rate_interval])))",
                                                "@ {{datname}} {{schemaname}}.{{funcname}}")
                                        .ifEmpty("Needs track_functions"),
                                graph("Longest statement", Unit.SECONDS, "That runs now.")
                                        .query("pg_query_max_age_seconds{@}", "@")));
    }

    private static Row sums() {
        return Row.open("All statements")
                .line(
                        stat("Calls", Unit.OPERATIONS, "Of all statements.")
                                .query("sum by (@) (" + rate("calls_total") + ")", "@")
                                .ifEmpty(EMPTY),
                        stat("Mean time", Unit.SECONDS, "Of a call.")
                                .query(
                                        "sum by (@) (" + rate("seconds_total") + ") / (sum by (@) ("
                                                + rate("calls_total") + ") > 0)",
                                        "@")
                                .ifEmpty(EMPTY),
                        stat(
                                        "Time in statements",
                                        Unit.RATIO,
                                        "Seconds of execution in each second: how many sessions work at a time.")
                                .query("sum by (@) (" + rate("seconds_total") + ")", "@")
                                .ifEmpty(EMPTY),
                        stat("Blocks found in cache", Unit.RATIO, "Of those that statements asked for.")
                                .query(
                                        "sum by (@) (" + rate("shared_blks_hit_total") + ") / (sum by (@) ("
                                                + rate("shared_blks_hit_total") + " + " + rate("shared_blks_read_total")
                                                + ") > 0)",
                                        "@")
                                .max(1)
                                .ifEmpty(EMPTY),
                        stat("Forgotten statements", Unit.NUMBER, "Within an hour; many: raise pg_stat_statements.max.")
                                .query("sum by (@) (increase(pg_stat_statements_dealloc_total{@}[1h]))", "@")
                                .limits(Limits.warnAbove(100))
                                .ifEmpty(EMPTY),
                        stat("Counting since", Unit.MOMENT, "When the counters were last reset.")
                                .query("max by (@) (pg_stat_statements_stats_reset_timestamp_seconds{@}) * 1000", "@")
                                .ifEmpty("From PostgreSQL 14 on"));
    }

    private static PanelBuilder most(String title, Unit unit, String metric, String description) {
        return graph(title, unit, description)
                .query(
                        "topk(10, sum by (@, datname, user, queryid) (" + rate(metric) + "))",
                        "@ {{datname}} {{user}} {{queryid}}")
                .ifEmpty(EMPTY);
    }

    private static String topOf(String metric) {
        return "topk(50, " + sum(metric, "$__range") + ")";
    }

    /** Of those that took most of the time. */
    private static String alongTop(String metric) {
        return sum(metric, "$__range") + " and " + topOf("seconds_total");
    }

    private static String sum(String metric, String range) {
        return "sum by (@, datname, user, queryid) (increase(pg_stat_statements_" + metric
                + "{@,datname=~\"$datname\"}[" + range + "]))";
    }

    private static String rate(String metric) {
        return "rate(pg_stat_statements_" + metric + "{@,datname=~\"$datname\"}[$__rate_interval])";
    }
}
