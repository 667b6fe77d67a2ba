package io.dbvitals.vector.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EffortTest {
    private final Effort effort = new Effort(Duration.ofSeconds(60));

    @Test
    void largeTable_isLookedAtInPart() {
        assertThat(effort.part(1000, 1000)).isEqualTo(1);
        assertThat(effort.part(4000, 1000)).isEqualTo(0.25);
    }

    @Test
    void effort_isHalved_whenTimeWasShort() {
        effort.failedAfter(Duration.ofSeconds(60));
        assertThat(effort.part(1000, 1000)).isEqualTo(0.5);
        assertThat(effort.of(64)).isEqualTo(32);
        for (int i = 0; i < 20; i++) {
            effort.failedAfter(Duration.ofSeconds(60));
        }
        assertThat(effort.part(1000, 1000)).isPositive();
        assertThat(effort.of(64)).isEqualTo(1);
    }

    @Test
    void effort_stays_whenALockWasInTheWay() {
        effort.failedAfter(Duration.ofMillis(200));
        assertThat(effort.part(1000, 1000)).isEqualTo(1);
    }

    @Test
    void effort_growsAgain_whenThereIsTime() {
        effort.failedAfter(Duration.ofSeconds(60));
        effort.succeededAfter(Duration.ofSeconds(20));
        assertThat(effort.of(64)).isEqualTo(32);
        effort.succeededAfter(Duration.ofSeconds(10));
        assertThat(effort.of(64)).isEqualTo(64);
        effort.succeededAfter(Duration.ofSeconds(10));
        assertThat(effort.of(64)).isEqualTo(64);
    }
}
