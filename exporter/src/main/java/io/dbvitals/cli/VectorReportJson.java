package io.dbvitals.cli;

import io.dbvitals.app.VectorReports;
import io.dbvitals.vector.report.IndexFacts;
import io.dbvitals.vector.report.IndexReport;
import io.dbvitals.vector.report.Measured;
import io.dbvitals.vector.report.SearchSetting;
import io.dbvitals.vector.search.Plan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The shape of {@code vector report --format json}: base units, {@code null} for what is not known. */
final class VectorReportJson {
    private VectorReportJson() {}

    static Map<String, Object> of(VectorReports.Outcome outcome) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put(
                "indexes",
                outcome.reports().stream().map(VectorReportJson::index).toList());
        root.put("failures", outcome.failures());
        return root;
    }

    private static Map<String, Object> index(VectorReports.Reported reported) {
        IndexReport report = reported.report();
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("target", reported.target());
        index.put("database", report.index().name().database());
        index.put("schema", report.index().name().schema());
        index.put("table", report.index().name().table());
        index.put("index", report.index().name().index());
        index.put("column", report.index().column());
        index.put("access_method", report.index().accessMethod());
        index.put("type", report.index().type());
        index.put("dimensions", report.index().dimensions());
        index.put("operator", report.index().operator());
        index.put("options", report.facts().map(IndexFacts::options));
        index.put("valid", report.index().valid());
        index.put("vectors", report.index().vectors());
        index.put("live_rows", report.index().liveRows());
        index.put("dead_rows", report.index().deadRows());
        index.put("size_bytes", report.facts().map(IndexFacts::indexBytes));
        index.put("table_size_bytes", report.facts().map(IndexFacts::tableBytes));
        index.put("bloat_ratio", report.bloat());
        index.put("index_used", report.plan().map(Plan::indexUsed));
        index.put("blocks_per_search", report.plan().map(Plan::blocks));
        index.put("k", report.k());
        index.put("setting", report.setting().map(SearchSetting::name));
        index.put(
                "measured",
                report.measured().stream().map(VectorReportJson::measured).toList());
        index.put("recall_method", report.sampled() ? "sampled" : "exact");
        index.put("problem", report.problem());
        index.put("advice", report.advice());
        return index;
    }

    private static Map<String, Object> measured(Measured measured) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("value", measured.value());
        row.put("current", measured.current());
        row.put("searches", measured.latencies().size());
        row.put("p50_seconds", seconds(measured.quantile(0.5)));
        row.put("p95_seconds", seconds(measured.quantile(0.95)));
        row.put("p99_seconds", seconds(measured.quantile(0.99)));
        row.put("recall_ratio", measured.recall().map(Measured.Accuracy::mean));
        row.put("recall_worst_ratio", measured.recall().map(Measured.Accuracy::worst));
        row.put("neighbours", measured.neighbours());
        return row;
    }

    private static double seconds(Duration took) {
        return took.toNanos() / 1e9;
    }
}
