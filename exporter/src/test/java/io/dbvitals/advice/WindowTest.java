package io.dbvitals.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void window_holdsWhatWasCountedInIt() {
        Window window = Window.between(
                snapshot("a", 100, statement("1", "x", 200, 4)), snapshot("a", 110, statement("1", "x", 230, 10)));

        assertThat(window.length()).contains(Duration.ofSeconds(10));
        assertThat(window.statements().get(0).calls()).isEqualTo(30);
        assertThat(window.totalSeconds()).isEqualTo(6);
        assertThat(window.earlierRates()).containsEntry("1", 2.0);
        assertThat(window.perHour(1)).contains(360.0);
        assertThat(window.broken()).isFalse();
    }

    @Test
    void statementThatDidNotRun_isNotInIt() {
        Window window = Window.between(
                snapshot("a", 100, statement("1", "x", 200, 4)), snapshot("a", 110, statement("1", "x", 200, 4)));

        assertThat(window.statements()).isEmpty();
    }

    @Test
    void restartWithinIt_givesNoRates() {
        Window window = Window.between(
                snapshot("a", 100, statement("1", "x", 200, 4)), snapshot("b", 110, statement("1", "x", 3, 1)));

        assertThat(window.length()).isEmpty();
        assertThat(window.broken()).isTrue();
        assertThat(window.statements().get(0).calls()).isEqualTo(3);
        assertThat(window.perHour(1)).isEmpty();
    }

    @Test
    void statementThatWasForgottenMeanwhile_countsFromItsNewBeginning() {
        Window window = Window.between(
                snapshot("a", 100, statement("1", "x", 200, 4), statement("2", "x", 9, 1)),
                snapshot("a", 110, statement("1", "y", 250, 5), statement("2", "x", 4, 2)));

        assertThat(window.statements()).extracting(Statement::calls).containsExactly(250.0, 4.0);
    }

    private static Snapshot snapshot(String life, long second, Statement... statements) {
        return new Snapshot(START.plusSeconds(second), life, Optional.of(START), List.of(statements), Map.of());
    }

    private static Statement statement(String id, String life, double calls, double seconds) {
        return new Statement(
                id, "shop", "app", "SELECT 1", life, Map.of(Statement.CALLS, calls, Statement.SECONDS, seconds));
    }
}
