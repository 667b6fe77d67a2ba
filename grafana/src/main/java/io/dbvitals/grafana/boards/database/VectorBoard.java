package io.dbvitals.grafana.boards.database;

import static io.dbvitals.grafana.model.PanelBuilder.graph;
import static io.dbvitals.grafana.model.PanelBuilder.heatmap;
import static io.dbvitals.grafana.model.PanelBuilder.stat;
import static io.dbvitals.grafana.model.PanelBuilder.table;

import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Limits;
import io.dbvitals.grafana.model.Row;
import io.dbvitals.grafana.model.Scope;
import io.dbvitals.grafana.model.Unit;

/** Vector search in PostgreSQL: is it fast, does it find what it should, are its indexes sound. */
public final class VectorBoard {
    private static final String INDEX = "@, datname, schemaname, relname, indexrelname";
    private static final String NAME = "@ {{datname}} {{indexrelname}}";
    private static final String OF_TABLE = "@ {{datname}} {{schemaname}}.{{relname}}";
    private static final String NO_PROBE = "Needs the probe: vector: {probe: auto}";
    private static final String NO_INDEX = "No vector index";
    private static final Limits RECALL = Limits.below(0.9, 0.5).of("postgres/vector_recall_ratio");
    private static final Limits DEAD_ROWS = Limits.warnAbove(0.1).of("postgres/vector_dead_rows_ratio");

    private VectorBoard() {}

    public static Dashboard dashboard() {
        return Dashboard.of(
                        "dbvitals-vector",
                        "Vector search",
                        "Latency and recall of searches by dbvitals's probe, what applications search, and the state of indexes.",
                        Scope.servers("pg_vector_extension_info")
                                .with("datname", "Database", "pg_vector_extension_info{@}"))
                .row(health())
                .row(latency())
                .row(recall())
                .row(indexes())
                .row(upkeep())
                .row(builds());
    }

    private static Row health() {
        return Row.open("Health")
                .line(
                        stat("Indexes", Unit.NUMBER, "Vector indexes of all kinds.")
                                .query("count by (@) (pg_vector_index_valid{@,datname=~\"$datname\"})", "@")
                                .ifEmpty(NO_INDEX),
                        stat(
                                        "Invalid indexes",
                                        Unit.NUMBER,
                                        "Left over by a build that failed: they cost writes and serve no search.")
                                .query(
                                        "count by (@) (pg_vector_index_valid{@,datname=~\"$datname\"} == 0) or 0 * count by (@) (pg_vector_index_valid{@})",
                                        "@")
                                .limits(Limits.alarmAbove(0))
                                .ifEmpty(NO_INDEX)
                                .alerts("VectorIndexInvalid"),
                        stat("Worst recall", Unit.RATIO, "Share of the true nearest rows that the worst index finds.")
                                .query("min by (@) (pg_vector_probe_recall_ratio{@,datname=~\"$datname\"})", "@")
                                .limits(RECALL)
                                .max(1)
                                .ifEmpty(NO_PROBE)
                                .alerts("VectorRecallCritical", "VectorRecallLow"),
                        stat("Slowest P99", Unit.SECONDS, "99th percentile of the slowest index, 30 min.")
                                .query("max by (@) (index:pg_vector_probe:p99_30m{@,datname=~\"$datname\"})", "@")
                                .limits(Limits.alarmAbove(1).of("postgres/vector_search_p99_seconds"))
                                .ifEmpty(NO_PROBE)
                                .alerts("VectorSearchLatencyCritical"),
                        stat("Vectors", Unit.NUMBER, "In all indexes, by the planner's estimate.")
                                .query("sum by (@) (pg_vector_index_vectors{@,datname=~\"$datname\"})", "@")
                                .ifEmpty(NO_INDEX),
                        stat("Columns without index", Unit.NUMBER, "Vector columns that are searched row by row.")
                                .query(
                                        "count by (@) (pg_vector_column_indexed{@,datname=~\"$datname\"} == 0)"
                                                + " or 0 * count by (@) (pg_vector_column_indexed{@})",
                                        "@")
                                .limits(Limits.warnAbove(0))
                                .ifEmpty("No vector column"));
    }

    private static Row latency() {
        return Row.open("Latency of the probe")
                .line(
                        graph("Percentiles", Unit.SECONDS, "95th and 99th percentile of searches by the probe, 30 min.")
                                .query("index:pg_vector_probe:p95_30m{@,datname=~\"$datname\"}", NAME + " P95")
                                .query("index:pg_vector_probe:p99_30m{@,datname=~\"$datname\"}", NAME + " P99")
                                .limits(Limits.warnAbove(0.25).of("postgres/vector_search_p95_seconds"))
                                .ifEmpty(NO_PROBE)
                                .alerts(
                                        "VectorSearchLatencyCritical",
                                        "VectorSearchLatencyHigh",
                                        "VectorSearchLatencyRegression"),
                        heatmap("Spread", Unit.SECONDS, "How long searches by the probe took.")
                                .query(
                                        "sum by (le) (increase(pg_vector_probe_duration_seconds_bucket{@,datname=~\"$datname\",outcome=\"ok\"}[$__rate_interval]))",
                                        "{{le}}")
                                .ifEmpty(NO_PROBE))
                .line(
                        graph("Searches that failed", Unit.RATIO, "Failed or timed out, of all by the probe.")
                                .query(
                                        "sum by (" + INDEX
                                                + ") (rate(pg_vector_probe_duration_seconds_count{@,datname=~\"$datname\",outcome!=\"ok\"}[$__rate_interval]))"
                                                + " / (sum by (" + INDEX
                                                + ") (rate(pg_vector_probe_duration_seconds_count{@,datname=~\"$datname\"}[$__rate_interval])) > 0)",
                                        NAME)
                                .limits(Limits.alarmAbove(0.05).of("postgres/vector_search_error_ratio"))
                                .max(1)
                                .ifEmpty(NO_PROBE)
                                .alerts("VectorSearchErrors", "VectorProbeFailing"),
                        graph(
                                        "Blocks per search",
                                        Unit.NUMBER,
                                        "Touched by a search of the probe: the cost that does not depend on the load.")
                                .query("pg_vector_probe_blocks_per_search{@,datname=~\"$datname\"}", NAME)
                                .ifEmpty(NO_PROBE));
    }

    private static Row recall() {
        return Row.open("Recall")
                .line(
                        graph(
                                        "Recall",
                                        Unit.RATIO,
                                        "Share of the true nearest rows that an index finds: mean, and of the worst search.")
                                .query("pg_vector_probe_recall_ratio{@,datname=~\"$datname\"}", NAME + " mean")
                                .query("pg_vector_probe_recall_worst_ratio{@,datname=~\"$datname\"}", NAME + " worst")
                                .limits(RECALL)
                                .max(1)
                                .ifEmpty(NO_PROBE)
                                .alerts("VectorRecallCritical", "VectorRecallLow", "VectorRecallDropped"),
                        graph(
                                        "Searches with too few rows",
                                        Unit.RATIO,
                                        "Fewer rows than asked for, of all by the probe: filters, or too small a search list.")
                                .query(
                                        "increase(pg_vector_probe_short_results_total{@,datname=~\"$datname\"}[30m])"
                                                + " / (increase(pg_vector_probe_index_scans_total{@,datname=~\"$datname\"}[30m]) > 0)",
                                        NAME)
                                .limits(Limits.warnAbove(0.01).of("postgres/vector_short_results_ratio"))
                                .max(1)
                                .ifEmpty(NO_PROBE)
                                .alerts("VectorSearchShortResults"),
                        graph("Age of the recall", Unit.SECONDS, "Since recall was last measured.")
                                .query(
                                        "time() - pg_vector_probe_recall_timestamp_seconds{@,datname=~\"$datname\"}",
                                        NAME)
                                .limits(Limits.warnAbove(14400))
                                .ifEmpty(NO_PROBE)
                                .alerts("VectorRecallStale"));
    }

    private static Row indexes() {
        return Row.open("Indexes")
                .line(table("Indexes", "Each vector index; the kind stands in pg_vector_index_info.")
                        .column("Vectors", Unit.NUMBER, ofIndex("pg_vector_index_vectors"))
                        .column("Dimensions", Unit.PLAIN, ofIndex("pg_vector_index_dimensions"))
                        .column("Size", Unit.BYTES, ofIndex("pg_vector_index_size_bytes"))
                        .column("Valid", Unit.PLAIN, ofIndex("pg_vector_index_valid"), Limits.alarmBelow(1))
                        .column(
                                "Chosen by the planner",
                                Unit.PLAIN,
                                ofIndex("pg_vector_probe_index_used"),
                                Limits.alarmBelow(1))
                        .column("Recall", Unit.RATIO, ofIndex("pg_vector_probe_recall_ratio"), RECALL)
                        .ifEmpty(NO_INDEX)
                        .alerts("VectorIndexNotUsed", "VectorIndexInvalid", "VectorExtensionOutdated"))
                .line(
                        graph(
                                        "Index scans",
                                        Unit.OPERATIONS,
                                        "All searches that used the index, those of the probe included.")
                                .query(
                                        "rate(pg_vector_index_scans_total{@,datname=~\"$datname\"}[$__rate_interval])",
                                        NAME)
                                .ifEmpty(NO_INDEX),
                        graph(
                                        "Rows read by sequential scans",
                                        Unit.OPERATIONS,
                                        "Of tables with vectors; many: searches pass the index by.")
                                .query(
                                        "rate(pg_vector_table_seq_tuples_read_total{@,datname=~\"$datname\"}[$__rate_interval])",
                                        OF_TABLE)
                                .ifEmpty("No table with vectors")
                                .alerts("VectorSequentialScans"),
                        graph("Index blocks not in cache", Unit.RATIO, "Of those that searches asked for.")
                                .query(
                                        "rate(pg_vector_index_blocks_read_total{@,datname=~\"$datname\"}[$__rate_interval])"
                                                + " / (rate(pg_vector_index_blocks_read_total{@,datname=~\"$datname\"}[$__rate_interval])"
                                                + " + rate(pg_vector_index_blocks_hit_total{@,datname=~\"$datname\"}[$__rate_interval]) > 0)",
                                        NAME)
                                .limits(Limits.warnAbove(0.05).of("postgres/vector_index_miss_ratio"))
                                .max(1)
                                .ifEmpty("No searches")
                                .alerts("VectorIndexExceedsMemory"));
    }

    private static Row upkeep() {
        return Row.closed("Upkeep")
                .line(
                        graph("Size", Unit.BYTES, "Of each index.")
                                .query("pg_vector_index_size_bytes{@,datname=~\"$datname\"}", NAME)
                                .ifEmpty(NO_INDEX)
                                .alerts("VectorIndexGrowth", "VectorIndexBloated"),
                        graph("Dead rows", Unit.RATIO, "Of a table: HNSW keeps them as nodes until vacuum.")
                                .query(
                                        "pg_vector_table_dead_rows{@,datname=~\"$datname\"} / (pg_vector_table_dead_rows{@,datname=~\"$datname\"}"
                                                + " + pg_vector_table_rows{@,datname=~\"$datname\"} > 0)",
                                        OF_TABLE)
                                .limits(DEAD_ROWS)
                                .max(1)
                                .ifEmpty("No table with vectors")
                                .alerts("VectorTableDeadRowsHigh"),
                        graph(
                                        "Changes",
                                        Unit.OPERATIONS,
                                        "Of tables with vectors; all but hot updates also change the index.")
                                .query(
                                        "rate(pg_vector_table_operations_total{@,datname=~\"$datname\"}[$__rate_interval])",
                                        OF_TABLE + " {{operation}}")
                                .ifEmpty("No table with vectors"));
    }

    private static Row builds() {
        return Row.closed("Builds and applications")
                .line(
                        graph("Running builds", Unit.RATIO, "How far CREATE INDEX and REINDEX are.")
                                .query(
                                        "pg_vector_index_build_blocks_done{@,datname=~\"$datname\"} / (pg_vector_index_build_blocks_total{@,datname=~\"$datname\"} > 0)",
                                        NAME)
                                .max(1)
                                .ifEmpty("No build runs")
                                .alerts("VectorIndexBuildStalled"),
                        graph(
                                        "Searches of applications",
                                        Unit.OPERATIONS,
                                        "By pg_stat_statements, without those of the probe.")
                                .query(
                                        "rate(pg_vector_statement_calls_total{@,datname=~\"$datname\"}[$__rate_interval])",
                                        OF_TABLE + " {{operator}}")
                                .ifEmpty("Needs pg_stat_statements"),
                        graph("Mean time of applications' searches", Unit.SECONDS, "By pg_stat_statements.")
                                .query(
                                        "rate(pg_vector_statement_seconds_total{@,datname=~\"$datname\"}[$__rate_interval])"
                                                + " / (rate(pg_vector_statement_calls_total{@,datname=~\"$datname\"}[$__rate_interval]) > 0)",
                                        OF_TABLE + " {{operator}}")
                                .ifEmpty("Needs pg_stat_statements"));
    }

    private static String ofIndex(String metric) {
        return "max by (" + INDEX + ") (" + metric + "{@,datname=~\"$datname\"})";
    }
}
