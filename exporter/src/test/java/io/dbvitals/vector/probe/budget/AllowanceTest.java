package io.dbvitals.vector.probe.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final Duration ROUNDS = Duration.ofSeconds(60);
    private final AtomicLong clock = new AtomicLong();
    private final Allowance allowance = new Allowance(0.01, ROUNDS, clock::get);

    @Test
    void firstPieces_mayMakeDebts() {
        Cost drawing = new Cost();
        Cost searching = new Cost();
        assertThat(allowance.covers(drawing)).isTrue();
        allowance.begin();
        work(drawing, 20);
        assertThat(allowance.covers(searching)).isTrue();
        work(searching, 100);
        assertThat(allowance.covers(searching)).isFalse();
        allowance.end();
        pass(12_000);
        // 120 ms of growth have paid the debt, and there is not enough yet for one more.
        assertThat(allowance.covers(searching)).isFalse();
        pass(10_000);
        assertThat(allowance.covers(searching)).isTrue();
    }

    @Test
    void firstPieces_thatFail_areNotFreeAgain() {
        allowance.begin();
        work(new Cost(), 2000);
        allowance.end();
        assertThat(allowance.covers(new Cost())).isFalse();
    }

    @Test
    void growth_isKeptForSomeRoundsOnly() {
        Cost cost = afterTheFirst(1);
        pass(3_600_000);
        int begun = 0;
        allowance.begin();
        while (allowance.covers(cost)) {
            work(cost, 1);
            begun++;
        }
        assertThat(begun).isBetween(590, 610);
    }

    @Test
    void dearWork_isSavedUpFor() {
        Cost cost = afterTheFirst(2000);
        int waited = 0;
        while (!allowance.covers(cost)) {
            pass(15_000);
            waited += 15;
        }
        assertThat(waited).isBetween(395, 435);
    }

    @Test
    void spendingElsewhere_counts() {
        Cost cost = afterTheFirst(1);
        pass(10_000);
        assertThat(allowance.covers(cost)).isTrue();
        allowance.spend(Duration.ofMillis(100));
        assertThat(allowance.covers(cost)).isFalse();
    }

    @Test
    void overTime_noMoreThanThePartIsSpent() {
        Random random = new Random(3);
        Cost cost = new Cost();
        long spent = 0;
        for (int round = 0; round < 10_000; round++) {
            if (allowance.covers(cost)) {
                allowance.begin();
                for (int i = 0; i < 5 && allowance.covers(cost); i++) {
                    int took = 1 + random.nextInt(200);
                    work(cost, took);
                    spent += took;
                }
                allowance.end();
            }
            pass(1000);
        }
        assertThat(spent / (clock.get() / 1e6)).isBetween(0.009, 0.0101);
    }

    private Cost afterTheFirst(int millis) {
        Cost cost = new Cost();
        allowance.begin();
        work(cost, millis);
        allowance.end();
        return cost;
    }

    private void work(Cost cost, int millis) {
        pass(millis);
        allowance.done(cost, Duration.ofMillis(millis).toNanos());
    }

    private void pass(int millis) {
        clock.addAndGet(Duration.ofMillis(millis).toNanos());
    }
}
