package io.dbvitals.cli.health.advice;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Evidence;
import io.dbvitals.advice.report.AdviceReport;
import io.dbvitals.advice.report.Pattern;
import io.dbvitals.advice.report.Totals;
import io.dbvitals.app.guard.text.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What {@code slow-queries} answers to people. */
final class SlowQueriesText {
    private static final int LONGEST = 160;
    private static final double HOUR = 3600;

    private SlowQueriesText() {}

    static void lines(List<AdviceReport> reports, Consumer<String> out) {
        if (reports.isEmpty()) {
            out.accept("no target was selected that counts statements: PostgreSQL, MySQL or MariaDB");
        }
        for (AdviceReport report : reports) {
            if (report.failure().isPresent()) {
                out.accept(report.target() + (report.failure().get().down() ? ": no answer" : ": unknown"));
                out.accept("  " + Texts.plain(report.failure().get().text()));
                continue;
            }
            out.accept(report.target() + ": " + findings(report.advice().size()) + ", " + window(report));
            totals(report.totals(), out);
            top(report.top(), out);
            report.advice().forEach(advice -> advice(advice, report, out));
            if (!report.unavailable().isEmpty()) {
                out.accept("");
                out.accept("  not judged");
                report.unavailable().forEach(line -> out.accept("    " + Texts.plain(line)));
            }
        }
    }

    private static String findings(int count) {
        return count == 0 ? "nothing found" : count == 1 ? "1 finding" : count + " findings";
    }

    private static String window(AdviceReport report) {
        String length = report.window().map(SlowQueriesText::span).orElse("an unknown time");
        return report.sinceReset() ? "all since the statistics began, " + length : "in a window of " + length;
    }

    private static String span(Duration length) {
        double seconds = length.toMillis() / 1e3;
        if (seconds < 120) {
            return format("%.1f s", seconds);
        }
        return seconds < 2 * HOUR ? format("%.0f min", seconds / 60) : format("%.1f h", seconds / HOUR);
    }

    private static void totals(Totals totals, Consumer<String> out) {
        out.accept(String.format(
                Locale.ROOT,
                "  %d statements, %.0f calls%s, %s in all%s, %.0f rows",
                totals.patterns(),
                totals.calls(),
                totals.callsPerSecond().map(rate -> format(" (%.1f/s)", rate)).orElse(""),
                time(totals.totalSeconds()),
                totals.load().map(load -> format(" (%.2f at once)", load)).orElse(""),
                totals.rows()));
    }

    private static void top(List<Pattern> top, Consumer<String> out) {
        if (!top.isEmpty()) {
            out.accept("");
            out.accept("   time %      total       mean      calls    calls/s  statement");
        }
        for (Pattern pattern : top) {
            out.accept(String.format(
                    Locale.ROOT,
                    "  %7.1f %10s %10s %10.0f %10s  %s",
                    pattern.shareOfTime() * 100,
                    time(pattern.totalSeconds()),
                    time(pattern.meanSeconds()),
                    pattern.calls(),
                    pattern.callsPerSecond().map(rate -> format("%.1f", rate)).orElse("-"),
                    Texts.plain(pattern.id())
                            + pattern.earlierCallsPerSecond()
                                    .map(rate -> format(" (before: %.1f/s)", rate))
                                    .orElse("")));
            out.accept("           " + text(pattern.text()));
        }
    }

    private static void advice(Advice advice, AdviceReport report, Consumer<String> out) {
        out.accept("");
        out.accept("  " + advice.severity().label().toUpperCase(Locale.ROOT) + " "
                + advice.rule().id() + " (rule " + advice.rule().number() + "): " + Texts.plain(advice.subject()));
        report.top().stream()
                .filter(pattern -> pattern.id().equals(advice.subject()))
                .findFirst()
                .ifPresent(pattern -> out.accept("    " + text(pattern.text())));
        out.accept("    evidence    "
                + advice.evidence().stream().map(SlowQueriesText::evidence).collect(Collectors.joining(", ")) + " ("
                + advice.confidence().label() + ")");
        advice.plan().ifPresent(plan -> {
            out.accept("    plan        " + plan.hash());
            plan.text().lines().forEach(line -> out.accept("      " + Texts.plain(line)));
        });
        advice.text().lines().forEach(line -> out.accept("    " + Texts.plain(line)));
        out.accept("    gain        " + advice.gain().text()
                + advice.gain()
                        .secondsPerHour()
                        .map(seconds -> ", " + time(seconds) + " of the server's time per hour")
                        .orElse(""));
        out.accept("    stops when  " + Texts.plain(advice.stopsWhen()));
    }

    private static String evidence(Evidence evidence) {
        String value = format(Math.abs(evidence.value()) >= 100 ? "%.0f" : "%.3g", evidence.value());
        return Texts.plain(evidence.name()) + " " + value + (evidence.unit().isEmpty() ? "" : " " + evidence.unit());
    }

    private static String text(String statement) {
        String line = Texts.plain(statement.replaceAll("\\s+", " "));
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }

    private static String time(double seconds) {
        if (seconds >= HOUR) {
            return format("%.1f h", seconds / HOUR);
        }
        return seconds >= 1 ? format("%.1f s", seconds) : format("%.2f ms", seconds * 1000);
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
