package io.dbvitals.app.advice;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.report.AdviceReport;
import io.dbvitals.advice.report.Pattern;
import io.dbvitals.advice.report.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code slow-queries} answers to programs. */
public final class SlowQueriesJson {
    private SlowQueriesJson() {}

    public static Map<String, Object> of(List<AdviceReport> reports, Instant now) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("timestamp", now);
        answer.put("targets", reports.stream().map(SlowQueriesJson::report).toList());
        return answer;
    }

    private static Map<String, Object> report(AdviceReport report) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("target", report.target());
        one.put("engine", report.engine());
        one.put("error", report.failure().map(AdviceReport.Failure::text));
        one.put("window_seconds", seconds(report.window()));
        one.put("since_reset", report.sinceReset());
        one.put("totals", totals(report.totals()));
        one.put("top", report.top().stream().map(SlowQueriesJson::pattern).toList());
        one.put("advice", report.advice().stream().map(SlowQueriesJson::advice).toList());
        one.put("unavailable", report.unavailable());
        return one;
    }

    private static Optional<Double> seconds(Optional<Duration> length) {
        return length.map(each -> each.toMillis() / 1e3);
    }

    private static Map<String, Object> totals(Totals totals) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("statements", totals.patterns());
        one.put("calls", totals.calls());
        one.put("seconds", totals.totalSeconds());
        one.put("rows", totals.rows());
        one.put("calls_per_second", totals.callsPerSecond());
        one.put("load", totals.load());
        return one;
    }

    private static Map<String, Object> pattern(Pattern pattern) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", pattern.id());
        one.put("database", pattern.database());
        one.put("user", pattern.user());
        one.put("text", pattern.text());
        one.put("calls", pattern.calls());
        one.put("seconds", pattern.totalSeconds());
        one.put("mean_seconds", pattern.meanSeconds());
        one.put("share_of_time", pattern.shareOfTime());
        one.put("rows", pattern.rows());
        one.put("calls_per_second", pattern.callsPerSecond());
        one.put("earlier_calls_per_second", pattern.earlierCallsPerSecond());
        return one;
    }

    private static Map<String, Object> advice(Advice advice) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("rule", advice.rule().id());
        one.put("number", advice.rule().number());
        one.put("severity", advice.severity().label());
        one.put("confidence", advice.confidence().label());
        one.put("subject", advice.subject());
        one.put(
                "evidence",
                advice.evidence().stream()
                        .map(each -> {
                            Map<String, Object> figure = new LinkedHashMap<>();
                            figure.put("name", each.name());
                            figure.put("value", each.value());
                            figure.put("unit", each.unit());
                            return figure;
                        })
                        .toList());
        one.put("plan", advice.plan().map(plan -> {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("hash", plan.hash());
            shown.put("text", plan.text());
            return shown;
        }));
        one.put("text", advice.text());
        one.put("gain", advice.gain().text());
        one.put("gain_seconds_per_hour", advice.gain().secondsPerHour());
        one.put("stops_when", advice.stopsWhen());
        return one;
    }
}
