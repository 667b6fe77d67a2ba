package io.dbvitals.advice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a server counted in a stretch of time.
 *
 * @param length empty where it is not known, or where the statistics began anew in it: there are no rates then
 * @param sinceReset the stretch goes back to the beginning of the statistics
 * @param broken the statistics began anew between the two snapshots, and what is here was counted since
 * @param statements those that ran in it
 * @param server counters that are not of one statement
 * @param earlierRates calls per second of a statement, by its id, before the window
 */
public record Window(
        Optional<Duration> length,
        boolean sinceReset,
        boolean broken,
        List<Statement> statements,
        Map<String, Double> server,
        Map<String, Double> earlierRates) {
    public Window {
        statements = List.copyOf(statements);
        server = Map.copyOf(server);
        earlierRates = Map.copyOf(earlierRates);
    }

    /** All that was counted since the statistics began. */
    public static Window sinceReset(Snapshot snapshot) {
        return new Window(age(snapshot), true, false, ran(snapshot.statements()), snapshot.server(), Map.of());
    }

    /** What was counted from one snapshot to the other. */
    public static Window between(Snapshot first, Snapshot last) {
        if (!first.life().equals(last.life())) {
            return new Window(Optional.empty(), true, true, ran(last.statements()), last.server(), Map.of());
        }
        Map<String, Statement> before =
                first.statements().stream().collect(Collectors.toMap(Statement::id, Function.identity(), (a, b) -> a));
        List<Statement> differences = new ArrayList<>();
        for (Statement statement : last.statements()) {
            Statement earlier = before.get(statement.id());
            differences.add(earlier == null ? statement : statement.since(earlier));
        }
        Map<String, Double> server = new HashMap<>();
        last.server()
                .forEach((name, value) ->
                        server.put(name, Math.max(0, value - first.server().getOrDefault(name, 0.0))));
        Map<String, Double> rates = new HashMap<>();
        age(first)
                .ifPresent(age ->
                        before.forEach((id, statement) -> rates.put(id, statement.calls() / (age.toNanos() / 1e9))));
        return new Window(
                positive(Duration.between(first.at(), last.at())), false, false, ran(differences), server, rates);
    }

    /** Seconds of the window; empty where there are no rates. */
    public Optional<Double> seconds() {
        return length.map(each -> each.toNanos() / 1e9);
    }

    /** The time of all statements in seconds. */
    public double totalSeconds() {
        return statements.stream().mapToDouble(Statement::seconds).sum();
    }

    /** Of all statements' time, from 0 to 1. */
    public double share(Statement statement) {
        double total = totalSeconds();
        return total > 0 ? statement.seconds() / total : 0;
    }

    /** Seconds of a server's time that these seconds of the window are in an hour; empty where there are no rates. */
    public Optional<Double> perHour(double seconds) {
        return seconds().map(all -> seconds * 3600 / all);
    }

    private static Optional<Duration> age(Snapshot snapshot) {
        return snapshot.since().flatMap(since -> positive(Duration.between(since, snapshot.at())));
    }

    private static Optional<Duration> positive(Duration length) {
        return length.compareTo(Duration.ZERO) > 0 ? Optional.of(length) : Optional.empty();
    }

    private static List<Statement> ran(List<Statement> statements) {
        return statements.stream().filter(each -> each.calls() > 0).toList();
    }
}
