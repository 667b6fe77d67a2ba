package io.dbvitals.advice.report;

import io.dbvitals.advice.Statement;
import io.dbvitals.advice.Window;
import java.util.Optional;

/**
 * All statements of a window together.
 *
 * @param callsPerSecond empty where the window has no length
 * @param load seconds of statements in each second; empty where the window has no length
 */
public record Totals(
        int patterns,
        double calls,
        double totalSeconds,
        double rows,
        Optional<Double> callsPerSecond,
        Optional<Double> load) {
    static Totals of(Window window) {
        double calls =
                window.statements().stream().mapToDouble(Statement::calls).sum();
        return new Totals(
                window.statements().size(),
                calls,
                window.totalSeconds(),
                window.statements().stream()
                        .mapToDouble(each -> each.counter(Statement.ROWS))
                        .sum(),
                window.seconds().map(seconds -> calls / seconds),
                window.seconds().map(seconds -> window.totalSeconds() / seconds));
    }
}
