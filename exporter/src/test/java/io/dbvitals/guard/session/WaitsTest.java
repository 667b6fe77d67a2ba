package io.dbvitals.guard.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.guard.session.Waits.Root;
import io.dbvitals.guard.session.Waits.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitsTest {
    @Test
    void chain_hasOneRoot() {
        Waits waits = waits(wait(2, 1, 9), wait(3, 2, 5), wait(4, 3, 7));
        assertThat(waits.roots()).containsExactly(new Root(1, Set.of(2L, 3L, 4L), Duration.ofSeconds(9)));
        assertThat(waits.waiters()).containsOnlyKeys(2L, 3L, 4L);
    }

    @Test
    void twoTrees_mostVictimsFirst() {
        Waits waits = waits(wait(11, 10, 50), wait(2, 1, 1), wait(3, 1, 2));
        assertThat(waits.roots()).extracting(Root::blocker).containsExactly(1L, 10L);
    }

    @Test
    void waiterOfTwoBlockers_isAVictimOfBoth() {
        Waits waits = waits(wait(3, 1, 4), wait(3, 2, 4));
        assertThat(waits.roots())
                .containsExactly(
                        new Root(1, Set.of(3L), Duration.ofSeconds(4)), new Root(2, Set.of(3L), Duration.ofSeconds(4)));
    }

    @Test
    void ring_hasNoRoot() {
        assertThat(waits(wait(1, 2, 1), wait(2, 1, 1)).roots()).isEmpty();
    }

    @Test
    void ringBehindARoot_endsTheWalk() {
        Waits waits = waits(wait(2, 1, 3), wait(2, 3, 3), wait(3, 2, 3));
        assertThat(waits.roots()).containsExactly(new Root(1, Set.of(2L, 3L), Duration.ofSeconds(3)));
    }

    @Test
    void preparedTransaction_isARoot() {
        assertThat(waits(wait(2, Waits.PREPARED, 1)).roots())
                .extracting(Root::blocker)
                .containsExactly(Waits.PREPARED);
    }

    private static Waits waits(Wait... waits) {
        return new Waits(List.of(waits));
    }

    private static Wait wait(long waiter, long blocker, int seconds) {
        return new Wait(waiter, blocker, Duration.ofSeconds(seconds));
    }
}
