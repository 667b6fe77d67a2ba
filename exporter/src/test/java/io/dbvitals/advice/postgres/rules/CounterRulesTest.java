package io.dbvitals.advice.postgres.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.Statement;
import io.dbvitals.advice.Window;
import io.dbvitals.advice.postgres.read.Counters;
import io.dbvitals.advice.postgres.read.LockSamples.Seen;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Borders, and compiling, which the servers of the tests are built without. */
class CounterRulesTest {
    @ParameterizedTest
    @CsvSource({"0.21, true", "0.19, false"})
    void compiling_isFoundAboveAFifthOfTheTime(double share, boolean found) {
        assertThat(rules(Map.of(Statement.CALLS, 10.0, Statement.SECONDS, 1.0, Counters.JIT, share), Map.of()))
                .isEqualTo(found ? List.of(Rule.JIT_TIME) : List.of());
    }

    @ParameterizedTest
    @CsvSource({"100, 2, true", "99, 1.98, false", "100, 1.99, false", "2, 2, true", "2, 1.9, false"})
    void timeConsumer_isOftenRunAndSlow_orVerySlow(double calls, double seconds, boolean found) {
        assertThat(rules(Map.of(Statement.CALLS, calls, Statement.SECONDS, seconds), Map.of()))
                .isEqualTo(found ? List.of(Rule.TIME_CONSUMER) : List.of());
    }

    @ParameterizedTest
    @CsvSource({"3, 1, true", "10, 3, false", "2, 2, false"})
    void lockWaits_needSamples(double active, double waiting, boolean found) {
        assertThat(rules(
                        Map.of(Statement.CALLS, 1.0, Statement.SECONDS, 0.5),
                        Map.of("shop/app/1", new Seen(active, waiting))))
                .isEqualTo(found ? List.of(Rule.LOCK_WAITS) : List.of());
    }

    @Test
    void shareOfTime_makesTheSeverity() {
        Statement one = statement("1", Map.of(Statement.CALLS, 100.0, Statement.SECONDS, 2.0));
        for (Map.Entry<Double, Severity> each : Map.of(
                        30.0, Severity.MEDIUM, 10.0, Severity.HIGH, 4.0, Severity.CRITICAL)
                .entrySet()) {
            Statement rest = statement("2", Map.of(Statement.CALLS, 1e6, Statement.SECONDS, each.getKey()));
            assertThat(new CounterRules(Map.of()).of(new Case(one, window(one, rest))))
                    .singleElement()
                    .satisfies(advice -> assertThat(advice.severity()).isEqualTo(each.getValue()));
        }
    }

    private static List<Rule> rules(Map<String, Double> counters, Map<String, Seen> samples) {
        Statement statement = statement("1", counters);
        return new CounterRules(samples)
                .of(new Case(statement, window(statement))).stream()
                        .map(advice -> advice.rule())
                        .toList();
    }

    private static Statement statement(String id, Map<String, Double> counters) {
        return new Statement("shop/app/" + id, "shop", "app", "SELECT $1", "", new HashMap<>(counters));
    }

    private static Window window(Statement... statements) {
        return new Window(Optional.of(Duration.ofSeconds(100)), false, false, List.of(statements), Map.of(), Map.of());
    }
}
