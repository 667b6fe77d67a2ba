package io.dbvitals.advice.report;

import io.dbvitals.advice.Statement;
import io.dbvitals.advice.Window;
import java.util.Optional;

/**
 * One statement of a window.
 *
 * @param text without literals
 * @param shareOfTime of all statements, from 0 to 1
 * @param callsPerSecond empty where the window has no length
 * @param earlierCallsPerSecond before the window; empty where it is not known
 */
public record Pattern(
        String id,
        String database,
        String user,
        String text,
        double calls,
        double totalSeconds,
        double meanSeconds,
        double shareOfTime,
        double rows,
        Optional<Double> callsPerSecond,
        Optional<Double> earlierCallsPerSecond) {
    static Pattern of(Statement statement, Window window) {
        return new Pattern(
                statement.id(),
                statement.database(),
                statement.user(),
                statement.text(),
                statement.calls(),
                statement.seconds(),
                statement.perCall(Statement.SECONDS),
                window.share(statement),
                statement.counter(Statement.ROWS),
                window.seconds().map(seconds -> statement.calls() / seconds),
                Optional.ofNullable(window.earlierRates().get(statement.id())));
    }
}
