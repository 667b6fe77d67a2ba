package io.dbvitals.advice.mysql.rule;

import static io.dbvitals.advice.Rule.DISK_TEMPORARY;
import static io.dbvitals.advice.Rule.FAILING;
import static io.dbvitals.advice.Rule.LOCK_WAITS;
import static io.dbvitals.advice.Rule.NO_INDEX_USED;
import static io.dbvitals.advice.Rule.N_PLUS_ONE;
import static io.dbvitals.advice.Rule.ROWS_EXAMINED;
import static io.dbvitals.advice.Rule.TIME_CONSUMER;
import static io.dbvitals.advice.Rule.UNINDEXED_JOIN;
import static io.dbvitals.advice.Rule.UNSTABLE_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Confidence;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Statement;
import io.dbvitals.advice.Window;
import io.dbvitals.advice.mysql.catalog.Catalog;
import io.dbvitals.advice.mysql.digest.Counters;
import io.dbvitals.advice.mysql.digest.DigestReader;
import io.dbvitals.advice.mysql.digest.Waits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The borders of the rules, without plans, and the rule that only MySQL's quantiles prove. */
class StatementRulesTest {
    private final Map<String, Double> counters = new HashMap<>();

    private Waits waits = Waits.NONE;

    private List<Rule> rules(String text, double transactions, Optional<Double> p99) {
        return advice("shop/1", text, transactions, p99).stream()
                .map(Advice::rule)
                .toList();
    }

    private List<Rule> rules(String text) {
        return rules(text, 0, Optional.empty());
    }

    private List<Advice> advice(String id, String text, double transactions, Optional<Double> p99) {
        counters.put(
                Statement.ROWS,
                counters.getOrDefault(Counters.SENT, 0.0) + counters.getOrDefault(Counters.AFFECTED, 0.0));
        Statement statement = new Statement(id, "shop", "", text, "", counters);
        Window window = new Window(
                Optional.of(Duration.ofSeconds(10)),
                false,
                false,
                List.of(statement),
                Map.of(Counters.TRANSACTIONS, transactions),
                Map.of());
        return StatementRules.judge(
                new Suspect(statement, window, Optional.empty(), new Catalog(List.of()), p99, waits));
    }

    private StatementRulesTest count(String name, double value) {
        counters.put(name, value);
        return this;
    }

    private StatementRulesTest calls(double calls, double seconds) {
        return count(Statement.CALLS, calls).count(Statement.SECONDS, seconds);
    }

    @Test
    void timeConsumer_takesAHundredCallsOfTwentyMilliseconds() {
        assertThat(calls(100, 2.0).rules("SELECT a FROM t")).containsExactly(TIME_CONSUMER);
        assertThat(calls(99, 20).rules("SELECT a FROM t")).isEmpty();
        assertThat(calls(100, 1.9).rules("SELECT a FROM t")).isEmpty();
    }

    @Test
    void timeConsumer_isNotTheRowOfAllOthers() {
        assertThat(calls(1000, 200).advice(DigestReader.UNLISTED_ID, "(all others)", 0, Optional.empty()))
                .isEmpty();
    }

    @Test
    void unstableTime_isNinetyNineOfAHundredAgainstTheMean() {
        assertThat(calls(100, 0.1).rules("SELECT a FROM t", 0, Optional.of(0.021)))
                .containsExactly(UNSTABLE_TIME);
        assertThat(rules("SELECT a FROM t", 0, Optional.of(0.020))).isEmpty();
        assertThat(rules("SELECT a FROM t", 0, Optional.empty())).isEmpty();
    }

    @Test
    void noIndexUsed_withoutPlanRestsOnCounters() {
        calls(10, 0.1)
                .count(Counters.EXAMINED, 200_000)
                .count(Counters.SENT, 10)
                .count(Counters.NO_INDEX, 6);
        List<Advice> advice = advice("shop/1", "SELECT a FROM t WHERE b = ?", 0, Optional.empty());
        assertThat(advice).extracting(Advice::rule).containsExactly(NO_INDEX_USED);
        assertThat(advice.get(0).confidence()).isEqualTo(Confidence.COUNTER);
        assertThat(advice.get(0).text()).isEqualTo("index the columns of its WHERE, those compared for equality first");
        assertThat(rules("SELECT a FROM t")).isEmpty();
        assertThat(count(Counters.NO_INDEX, 5).rules("SELECT count(*) FROM t WHERE b = ?"))
                .isEmpty();
        assertThat(count(Counters.NO_INDEX, 6)
                        .count(Counters.EXAMINED, 99_000)
                        .rules("SELECT max(a) FROM t WHERE b = ?"))
                .isEmpty();
    }

    @Test
    void rowsExamined_leavesSumsAlone() {
        calls(10, 0.1).count(Counters.EXAMINED, 10_001).count(Counters.SENT, 10);
        assertThat(rules("SELECT a FROM t WHERE b = ?")).containsExactly(ROWS_EXAMINED);
        assertThat(rules("SELECT count(*) FROM t WHERE b = ?")).isEmpty();
        assertThat(rules("INSERT INTO u SELECT a FROM t WHERE b = ?")).isEmpty();
        assertThat(count(Counters.EXAMINED, 10_000).rules("SELECT a FROM t WHERE b = ?"))
                .isEmpty();
    }

    @Test
    void unindexedJoin_withoutPlanHasToBeFelt() {
        assertThat(calls(10, 0.1).count(Counters.FULL_JOINS, 10).rules("SELECT a FROM t JOIN u"))
                .containsExactly(UNINDEXED_JOIN);
        assertThat(calls(10, 0.09).rules("SELECT a FROM t JOIN u")).isEmpty();
        assertThat(calls(1, 1).advice("shop/1", "SELECT a FROM t JOIN u", 0, Optional.empty()))
                .extracting(each -> each.severity().label())
                .containsExactly("critical");
    }

    @Test
    void diskTemporary_isMoreThanAQuarter() {
        calls(10, 0.1).count(Counters.TEMPORARY, 8);
        assertThat(count(Counters.DISK_TEMPORARY, 3).rules("SELECT a FROM t")).containsExactly(DISK_TEMPORARY);
        assertThat(count(Counters.DISK_TEMPORARY, 2).rules("SELECT a FROM t")).isEmpty();
    }

    @Test
    void nPlusOne_isShortAndOftenAndInOneTransaction() {
        calls(1001, 1);
        assertThat(rules("SELECT a FROM t WHERE id = ?", 100, Optional.empty())).containsExactly(N_PLUS_ONE);
        assertThat(rules("SELECT a FROM t WHERE id = ?", 0, Optional.empty())).containsExactly(N_PLUS_ONE);
        assertThat(rules("SELECT a FROM t WHERE id = ?", 101, Optional.empty())).isEmpty();
        assertThat(rules("SELECT @@version", 0, Optional.empty())).isEmpty();
        assertThat(rules("INSERT INTO t VALUES (?)", 0, Optional.empty())).isEmpty();
        assertThat(calls(1000, 1).rules("SELECT a FROM t WHERE id = ?")).isEmpty();
    }

    @Test
    void lockWaits_areMoreThanAMillisecondEach() {
        assertThat(calls(10, 0.1).count(Counters.LOCK_SECONDS, 0.031).rules("UPDATE t SET a = ?"))
                .containsExactly(LOCK_WAITS);
        assertThat(count(Counters.LOCK_SECONDS, 0.030).rules("UPDATE t SET a = ?"))
                .isEmpty();
        assertThat(calls(100, 0.1).count(Counters.LOCK_SECONDS, 0.09).rules("UPDATE t SET a = ?"))
                .isEmpty();
    }

    @Test
    void lockWaits_areSeenInSamples() {
        waits = new Waits(6, 2);
        assertThat(calls(10, 0.1).rules("UPDATE t SET a = ?")).containsExactly(LOCK_WAITS);
        waits = new Waits(7, 2);
        assertThat(rules("UPDATE t SET a = ?")).isEmpty();
        waits = new Waits(1, 1);
        assertThat(rules("UPDATE t SET a = ?")).isEmpty();
    }

    @Test
    void failing_isFiveErrorsAndMoreThanAHundredth() {
        assertThat(calls(499, 0.1).count(Counters.ERRORS, 5).rules("SELECT a FROM t"))
                .containsExactly(FAILING);
        assertThat(calls(500, 0.1).rules("SELECT a FROM t")).isEmpty();
        assertThat(calls(10, 0.1).count(Counters.ERRORS, 4).rules("SELECT a FROM t"))
                .isEmpty();
    }

    @Test
    void gain_isOfAnHour() {
        List<Advice> advice = calls(100, 5).advice("shop/1", "SELECT a FROM t", 0, Optional.empty());
        assertThat(advice.get(0).gain().secondsPerHour()).contains(1800.0);
    }
}
