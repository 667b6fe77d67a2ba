package io.dbvitals.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.pool.PoolUse.Place;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolAdviceTest {
    private static final Place OPEN = place(0, 10, false, false, Double.NaN);

    /** Size, checked out, idle, clients that wait and for how many seconds. */
    @ParameterizedTest
    @CsvSource({
        "10, 0, 0, 0, 0, OPTIMAL",
        "10, 6, 4, 0, 0, OPTIMAL",
        "10, 7, 0, 0, 0, MODERATE",
        "10, 3, 0, 1, 0, MODERATE",
        "10, 9, 0, 0, 0, HIGH",
        "10, 3, 0, 1, 2, HIGH",
        "10, 3, 8, 0, 0, HIGH",
        "0, 0, 0, 0, 0, OPTIMAL"
    })
    void rating_followsUseReserveAndWait(int size, int out, int idle, int waiting, int seconds, Rating rating) {
        assertThat(pool(size, out, idle, 0, waiting, seconds, OPEN).rating()).isEqualTo(rating);
    }

    @Test
    void quietPool_needsNothing() {
        assertThat(PoolAdvice.of(pool(10, 3, 2, 0, 0, 0, OPEN))).isEqualTo(new Advice("", ""));
    }

    @Test
    void poolInUse_whereNobodyWaits_isWatched_itsReserveIsForPeaks() {
        assertThat(PoolAdvice.of(pool(10, 10, 0, 0, 0, 0, OPEN)))
                .isEqualTo(new Advice(
                        "10 of 10 connections are in use",
                        "nobody waits for long: nothing to do yet, but there is little left for a peak"));
        Advice reserve = PoolAdvice.of(pool(10, 12, 0, 0, 0, 0, OPEN));
        assertThat(reserve.evidence()).isEqualTo("12 of 10 connections are in use, 2 of the reserve");
        assertThat(reserve.recommendation()).startsWith("the reserve is for peaks");
    }

    @Test
    void waitersBesideIdleConnections_pointToTheCheckQuery() {
        PoolUse pool = pool(10, 3, 2, 0, 1, 3, OPEN);
        assertThat(PoolAdvice.wantsBackends(pool)).isFalse();
        assertThat(PoolAdvice.of(pool).evidence())
                .isEqualTo("1 client waits, for 3.0 s; 2 connections are idle meanwhile");
        assertThat(PoolAdvice.of(pool).recommendation()).contains("server_check_query");
    }

    @Test
    void waitersWhoseConnectionsAreNotOpened_pointToTheServer() {
        PoolUse pool = pool(10, 3, 0, 1, 2, 3, OPEN);
        assertThat(PoolAdvice.wantsBackends(pool)).isFalse();
        assertThat(PoolAdvice.of(pool).evidence())
                .isEqualTo("2 clients wait, the first for 3.0 s; 3 of 10 connections are in use; 1 are being opened");
        assertThat(PoolAdvice.of(pool).recommendation())
                .startsWith("the server does not let the pooler in")
                .endsWith("diagnose db1:5432");
        assertThat(PoolAdvice.of(pool(10, 3, 0, 0, 2, 3, place(3, 3, false, false, Double.NaN)))
                        .recommendation())
                .startsWith("a larger pool_size alone does nothing");
    }

    @Test
    void waitOfAMoment_isSeen_andNeedsNothing() {
        PoolUse pool = pool(10, 10, 0, 0, 2, 0, OPEN);
        assertThat(PoolAdvice.wantsBackends(pool)).isFalse();
        assertThat(PoolAdvice.of(pool).evidence())
                .isEqualTo("2 clients wait, the first for 0.0 s; 10 of 10 connections are in use");
        assertThat(PoolAdvice.of(pool).recommendation()).startsWith("nobody waits for long");
        assertThat(PoolAdvice.of(pool(10, 3, 0, 0, 1, 0, OPEN)).recommendation())
                .isEmpty();
    }

    @Test
    void pausedAndDisabled_areSaid_beforeAllElse() {
        PoolUse paused = pool(2, 0, 0, 0, 3, 9, place(0, 0, true, false, Double.NaN));
        assertThat(PoolAdvice.wantsBackends(paused)).isFalse();
        assertThat(PoolAdvice.of(paused))
                .isEqualTo(new Advice(
                        "it is paused: clients wait until it is resumed; 3 clients wait, the first for 9.0 s",
                        "RESUME shop, if nobody needs the pause"));
        assertThat(PoolAdvice.of(pool(2, 0, 0, 0, 0, 0, place(0, 0, false, true, Double.NaN)))
                        .recommendation())
                .startsWith("ENABLE shop");
    }

    @Test
    void serverThatIsNotSeen_leavesTheQuestionOpen() {
        PoolUse pool = pool(2, 2, 0, 0, 3, 4, OPEN);
        assertThat(PoolAdvice.wantsBackends(pool)).isTrue();
        Advice advice = PoolAdvice.of(pool, "no PostgreSQL target is configured for db1:5432");
        assertThat(advice.evidence()).isEqualTo("3 clients wait, the first for 4.0 s; 2 of 2 connections are in use");
        assertThat(advice.recommendation())
                .startsWith("raise pool_size only if the server has room")
                .endsWith("that could not be seen: no PostgreSQL target is configured for db1:5432");
        Advice idle = PoolAdvice.of(pool(2, 2, 0, 0, 3, 4, place(0, 2, false, false, 12)), "no target");
        assertThat(idle.evidence()).endsWith("; transactions take 12 times as long as their statements");
        assertThat(idle.recommendation()).startsWith("shorten transactions").endsWith("no target");
    }

    @Test
    void sessionsThatTheServerDoesNotHaveOrShow_areSaid() {
        PoolUse pool = pool(2, 2, 0, 0, 3, 4, OPEN);
        assertThat(PoolAdvice.of(pool, backends(0, 0, 0, 0, 0, 0, 9)).recommendation())
                .endsWith("db1:5432 does not have these sessions; another pooler may be in between");
        assertThat(PoolAdvice.of(pool, backends(2, 2, 0, 0, 0, 0, 9)).recommendation())
                .endsWith("GRANT pg_monitor TO the monitoring user");
    }

    @Test
    void backendsThatWaitThemselves_speakAgainstALargerPool() {
        PoolUse pool = pool(4, 4, 0, 0, 3, 4, OPEN);
        Advice cpu = PoolAdvice.of(pool, backends(4, 0, 0, 1, 2, 0, 9));
        assertThat(cpu.evidence()).endsWith("; 3 of 4 are busy on the server: 1 on the CPU, 2 on disk, 0 on locks");
        assertThat(cpu.recommendation()).startsWith("do not raise pool_size: make the statements cheaper");
        assertThat(PoolAdvice.of(pool, backends(4, 0, 0, 1, 0, 3, 9)).recommendation())
                .startsWith("do not raise pool_size: end what blocks them");
        Advice idle = PoolAdvice.of(pool, backends(4, 0, 2, 1, 1, 0, 9));
        assertThat(idle.evidence()).endsWith("; 2 of 4 are idle in transaction, the longest for 30.0 s");
        assertThat(idle.recommendation()).startsWith("shorten transactions");
    }

    @Test
    void backendsThatWaitForNothing_speakForALargerPool_ifThereIsRoom() {
        PoolUse pool = pool(4, 4, 0, 0, 3, 4, OPEN);
        Advice advice = PoolAdvice.of(pool, backends(4, 0, 0, 0, 0, 0, 9));
        assertThat(advice.evidence()).endsWith("; the server has room for 9 more connections");
        assertThat(advice.recommendation()).startsWith("raise pool_size from 4 to 7; stop when");
        assertThat(PoolAdvice.of(pool, backends(4, 0, 0, 0, 0, 0, 1)).recommendation())
                .startsWith("raise pool_size from 4 to 5");
        assertThat(PoolAdvice.of(pool(4, 4, 0, 0, 99, 4, OPEN), backends(4, 0, 0, 0, 0, 0, 90))
                        .recommendation())
                .startsWith("raise pool_size from 4 to 8");
        assertThat(PoolAdvice.of(pool, backends(4, 0, 0, 0, 0, 0, 0)).recommendation())
                .startsWith("do not raise pool_size: the server is full");
    }

    @Test
    void limitOfTheDatabase_comesFirst() {
        Advice advice = PoolAdvice.of(
                pool(4, 4, 0, 0, 3, 4, place(6, 6, false, false, Double.NaN)), backends(4, 0, 0, 0, 0, 0, 9));
        assertThat(advice.evidence()).endsWith("; 6 connections of all users reach the limit of the database, 6");
        assertThat(advice.recommendation()).startsWith("a larger pool_size alone does nothing");
    }

    private static PoolUse pool(int size, int out, int idle, int connecting, int waiting, int seconds, Place place) {
        return new PoolUse(
                "shop",
                "app",
                "transaction",
                size,
                2,
                out,
                idle,
                connecting,
                out,
                waiting,
                Duration.ofSeconds(seconds),
                place);
    }

    private static Place place(int limit, int open, boolean paused, boolean disabled, double inTransaction) {
        return new Place("db1", 5432, limit, open, paused, disabled, inTransaction);
    }

    private static Backends backends(int seen, int hidden, int idle, int cpu, int io, int locks, int room) {
        return new Backends(seen, hidden, idle, Duration.ofSeconds(30), cpu, io, locks, room);
    }
}
