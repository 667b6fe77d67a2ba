package io.dbvitals.instrumentation.query;

import io.dbvitals.instrumentation.query.pattern.QueryStats;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Writes figures as a table with one line for each pattern. */
final class TextReport {
    private static final int WIDEST = 120;

    private TextReport() {}

    static String of(List<QueryStats> stats, OrderBy orderBy, Duration window, int patterns) {
        StringBuilder report = new StringBuilder();
        report.append(String.format(
                Locale.ROOT,
                "Statements of the last %s, %d of %d patterns, by %s%n",
                time(window),
                stats.size(),
                Math.max(patterns, stats.size()),
                orderBy.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        report.append(String.format(
                Locale.ROOT,
                "%10s %9s %9s %9s %9s %9s %9s %7s %10s  %s%n",
                "runs",
                "total",
                "average",
                "median",
                "p95",
                "p99",
                "max",
                "errors",
                "rows",
                "pattern"));
        stats.forEach(each -> report.append(String.format(
                Locale.ROOT,
                "%10d %9s %9s %9s %9s %9s %9s %6.1f%% %10d  %s%n",
                each.executions(),
                time(each.total()),
                time(each.average()),
                time(each.median()),
                time(each.p95()),
                time(each.p99()),
                time(each.max()),
                each.errorRate() * 100,
                each.rows(),
                shortened(each.pattern()))));
        return report.toString();
    }

    private static String shortened(String pattern) {
        return pattern.length() <= WIDEST ? pattern : pattern.substring(0, WIDEST - 3) + "...";
    }

    /** Three figures and a unit that fits. */
    private static String time(Duration duration) {
        double nanos = duration.toNanos();
        if (nanos < 1e6) {
            return figure(nanos / 1e3) + " µs";
        }
        if (nanos < 1e9) {
            return figure(nanos / 1e6) + " ms";
        }
        return nanos < 600e9 ? figure(nanos / 1e9) + " s" : figure(nanos / 60e9) + " min";
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }
}
