package io.dbvitals.guard.plan;

import static io.dbvitals.guard.plan.Asked.asked;
import static io.dbvitals.guard.plan.Asked.ended;
import static io.dbvitals.guard.plan.Asked.why;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.guard.Acting;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.GuardConfig.Action;
import io.dbvitals.config.guard.GuardConfig.Level;
import io.dbvitals.config.guard.GuardConfig.Measure;
import io.dbvitals.config.guard.GuardConfig.Rule;
import io.dbvitals.guard.plan.Finding.Severity;
import io.dbvitals.guard.session.Seen;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.guard.session.Trait;
import io.dbvitals.guard.session.Waits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MOMENT = Duration.ofSeconds(3);

    @Test
    void quietServer_isLeftAlone() {
        Plan plan = asked().plan(new Seen()
                .session(1, State.ACTIVE, MOMENT)
                .session(2, State.IDLE, HOUR)
                .session(3, State.IDLE_IN_TRANSACTION, MOMENT, Trait.HOLDS_HORIZON)
                .snapshot());
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.severity()).isEqualTo(Severity.OK);
    }

    @Test
    void rootOfAChain_isEnded_notItsVictims() {
        Snapshot snapshot = new Seen()
                .session(1, State.IDLE_IN_TRANSACTION, Duration.ofMinutes(2), Trait.HOLDS_HORIZON)
                .waiter(2, 1, HOUR)
                .waiter(3, 2, HOUR)
                .waiter(4, 3, HOUR)
                .snapshot();
        Plan plan = asked().plan(snapshot);
        assertThat(plan.steps()).singleElement().satisfies(step -> {
            assertThat(step.rule()).isEqualTo("blocked");
            assertThat(step.session().id()).isEqualTo(1);
            assertThat(step.victims()).containsExactlyInAnyOrder(2L, 3L, 4L);
            assertThat(step.why()).isEqualTo("blocks 3 sessions, the longest for 1h");
        });
        assertThat(plan.findings().get(0).text()).isEqualTo("blocked sessions: 3 (warning 1, critical 5)");
        assertThat(why(2, "long_queries", snapshot)).isEqualTo("waits for a lock: a victim");
        assertThat(why(3, "blocked", snapshot)).isEqualTo("waits for 1h: a victim, not a root");
    }

    @Test
    void locksOfUnknownHolders_areCounted_andNobodyIsBlamed() {
        Plan plan = asked().plan(new Seen()
                .session(1, State.IDLE_IN_TRANSACTION, HOUR)
                .waiter(2, Waits.UNKNOWN, HOUR)
                .waiter(3, Waits.UNKNOWN, HOUR)
                .snapshot());
        assertThat(plan.findings().get(0).value()).isEqualTo(2);
        assertThat(plan.steps()).isEmpty();
    }

    @Test
    void partOfTheLocks_isAskedOnlyWhereTheServerHasABound() {
        Rule rule = new Rule(
                Measure.LOCKS,
                true,
                0.5,
                0.9,
                Action.REPORT,
                Duration.ZERO,
                Level.CRITICAL,
                List.of(),
                List.of(),
                List.of());
        Planner planner = new Planner(config(Map.of("locks_ratio", rule)), true);
        Snapshot bounded = new Seen().locks(6000).snapshot();
        Snapshot unbounded = new Snapshot(List.of(), Waits.NONE, 100, 6000, 0, List.of(), List.of(), List.of());
        assertThat(planner.plan(bounded).findings())
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.text()).isEqualTo("part of locks: 94% (warning 50%, critical 90%)"));
        assertThat(planner.plan(unbounded).findings()).isEmpty();
        assertThat(planner.plan(unbounded).severity()).isEqualTo(Severity.OK);
    }

    @Test
    void ruleForOurOwnPools_isAboutNoSession() {
        Planner planner = new Planner(config(GuardConfig.OPTIONAL), true);
        Snapshot snapshot = new Seen().session(1, State.ACTIVE, HOUR).snapshot();
        assertThat(planner.plan(snapshot).findings()).isEmpty();
        assertThat(planner.plan(snapshot).steps()).isEmpty();
        assertThat(planner.explain(snapshot).apply(snapshot.session(1).orElseThrow()))
                .isEmpty();
    }

    @Test
    void shortWait_isNoReason() {
        assertThat(ended(new Seen()
                        .session(1, State.IDLE_IN_TRANSACTION, MOMENT)
                        .waiter(2, 1, MOMENT)
                        .snapshot()))
                .isEmpty();
    }

    @Test
    void idleTransaction_isEndedWhereItHoldsSomething() {
        Snapshot snapshot = new Seen()
                .session(1, State.IDLE_IN_TRANSACTION, HOUR)
                .session(2, State.IDLE_IN_FAILED_TRANSACTION, Duration.ofHours(2), Trait.HOLDS_HORIZON)
                .session(3, State.IDLE_IN_TRANSACTION, HOUR.multipliedBy(3), Trait.HOLDS_HORIZON)
                .snapshot();
        assertThat(ended(snapshot)).as("the oldest first").containsExactly(3L, 2L);
        assertThat(why(1, "idle_in_transaction", snapshot))
                .isEqualTo("idle in its transaction for 1h, but blocks nobody and holds back nothing: only reported");
        assertThat(asked().plan(snapshot).findings().get(1).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void longQueries_areEndedUntilFewEnoughAreLeft() {
        Seen seen = new Seen();
        for (int i = 1; i <= 6; i++) {
            seen.session(i, State.ACTIVE, HOUR.plusMinutes(i));
        }
        GuardConfig config = config(Map.of("long", rule(Measure.LONG_QUERIES, 4, 5)));
        assertThat(new Planner(config, true).plan(seen.snapshot()).steps())
                .extracting(step -> step.session().id())
                .as("three are below the warning of four")
                .containsExactly(6L, 5L, 4L);
    }

    @Test
    void idleConnections_areEndedUntilTheRatioIsBelowTheWarning() {
        Seen seen = new Seen();
        for (int i = 1; i <= 96; i++) {
            seen.session(i, State.IDLE, HOUR);
        }
        Plan plan = asked().plan(seen.snapshot());
        assertThat(plan.findings().get(3).text()).isEqualTo("connections: 96 (warning 30, critical 50)");
        assertThat(plan.findings().get(4).text()).isEqualTo("part of connections: 96% (warning 80%, critical 95%)");
        assertThat(plan.steps()).hasSize(67);
        GuardConfig ratio = config(Map.of("r", GuardConfig.OFF.rules().get("connections_ratio")));
        assertThat(new Planner(ratio, true).plan(seen.snapshot()).steps()).hasSize(17);
    }

    @Test
    void sessionOfTwoRules_isEndedOnce() {
        Snapshot snapshot = new Seen()
                .session(1, State.IDLE_IN_TRANSACTION, HOUR, Trait.HOLDS_HORIZON)
                .waiter(2, 1, HOUR)
                .snapshot();
        assertThat(ended(snapshot)).containsExactly(1L);
    }

    @Test
    void unattended_actsOnlyWhenCritical() {
        Snapshot snapshot = new Seen()
                .session(1, State.IDLE_IN_TRANSACTION, HOUR, Trait.HOLDS_HORIZON)
                .snapshot();
        Plan plan = new Planner(GuardConfig.OFF, false).plan(snapshot);
        assertThat(plan.severity()).isEqualTo(Severity.WARNING);
        assertThat(plan.steps()).isEmpty();
        Rule early = new Rule(
                Measure.IDLE_IN_TRANSACTION,
                false,
                1,
                3,
                Action.TERMINATE,
                MOMENT,
                Level.WARNING,
                List.of(),
                List.of(),
                List.of());
        assertThat(new Planner(config(Map.of("r", early)), false).plan(snapshot).steps())
                .hasSize(1);
    }

    @Test
    void locks_areReported() {
        Plan plan = asked().plan(new Seen().locks(120).snapshot());
        assertThat(plan.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(plan.steps()).isEmpty();
    }

    @Test
    void allThatARuleAsks_mustHold() {
        Seen seen = new Seen()
                .session(1, State.ACTIVE, HOUR, "app", "shop", "bi-1")
                .session(2, State.ACTIVE, HOUR, "app", "other", "bi-1")
                .session(3, State.ACTIVE, HOUR, "other", "shop", "bi-1")
                .session(4, State.ACTIVE, HOUR, "app", "shop", "web-bi-1");
        Rule rule = new Rule(
                Measure.LONG_QUERIES,
                false,
                1,
                1,
                Action.END,
                MOMENT,
                Level.CRITICAL,
                List.of("shop"),
                List.of("app"),
                List.of("bi-.*"));
        assertThat(new Planner(config(Map.of("r", rule)), false)
                        .plan(seen.snapshot())
                        .steps())
                .extracting(step -> step.session().id())
                .containsExactly(1L);
    }

    @Test
    void noRule_matchesNothing() {
        Plan plan = new Planner(config(Map.of()), true)
                .plan(new Seen().session(1, State.ACTIVE, HOUR).snapshot());
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.severity()).isEqualTo(Severity.OK);
    }

    private static Rule rule(Measure measure, double warning, double critical) {
        return Rule.of(measure, false, warning, critical, Action.END, MOMENT);
    }

    private static GuardConfig config(Map<String, Rule> rules) {
        return new Acting().rules(rules).config();
    }
}
