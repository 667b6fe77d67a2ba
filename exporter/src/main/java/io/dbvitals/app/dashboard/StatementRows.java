package io.dbvitals.app.dashboard;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.report.AdviceReport;
import io.dbvitals.advice.report.Pattern;
import io.dbvitals.api.dashboard.SlowStatement;
import io.dbvitals.app.dashboard.Sections.Rows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What was found on the statements of one target, and the most expensive of those on which nothing was. */
final class StatementRows {
    private static final int MOST_ADVICE = 20;
    private static final int TOP = 5;
    /** Of all the time; below it there is nothing to win. */
    private static final double WORTH_A_LOOK = 0.01;

    private static final int LONGEST_TEXT = 500;

    private StatementRows() {}

    static Rows<SlowStatement> of(AdviceReport report) {
        if (report.failure().isPresent()) {
            return Rows.missing(report.failure().get().text());
        }
        List<SlowStatement> rows = new ArrayList<>();
        Set<String> advised = new HashSet<>();
        report.advice().stream().limit(MOST_ADVICE).forEach(advice -> {
            advised.add(advice.subject());
            rows.add(row(report, advice));
        });
        report.top().stream()
                .filter(pattern -> !advised.contains(pattern.id()) && pattern.shareOfTime() >= WORTH_A_LOOK)
                .limit(TOP)
                .forEach(pattern -> rows.add(row(report.target(), Optional.of(pattern), "", "", "info", "", "")));
        return new Rows<>(
                rows,
                String.join("; ", report.unavailable()),
                Math.max(0, report.advice().size() - MOST_ADVICE));
    }

    private static SlowStatement row(AdviceReport report, Advice advice) {
        Optional<Pattern> pattern = report.top().stream()
                .filter(each -> each.id().equals(advice.subject()))
                .findFirst();
        String evidence = advice.evidence().stream()
                .map(each ->
                        each.name() + ": " + number(each.value()) + (each.unit().isEmpty() ? "" : " " + each.unit()))
                .collect(Collectors.joining("; "));
        return row(
                report.target(),
                pattern,
                advice.subject(),
                advice.rule().id(),
                severity(advice.severity()),
                evidence,
                advice.text());
    }

    private static SlowStatement row(
            String target,
            Optional<Pattern> pattern,
            String subject,
            String rule,
            String severity,
            String evidence,
            String advice) {
        return new SlowStatement(
                target,
                pattern.map(Pattern::database).orElse(""),
                pattern.map(each -> cut(each.text())).orElse(subject),
                pattern.map(Pattern::shareOfTime),
                pattern.map(Pattern::meanSeconds),
                pattern.map(Pattern::calls),
                rule,
                severity,
                evidence,
                advice);
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case LOW -> "info";
            case MEDIUM, HIGH -> "warning";
            case CRITICAL -> "critical";
        };
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
