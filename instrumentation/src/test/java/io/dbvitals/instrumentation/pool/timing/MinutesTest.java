package io.dbvitals.instrumentation.pool.timing;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.instrumentation.pool.state.Direction;
import io.dbvitals.instrumentation.pool.state.Minute;
import io.dbvitals.instrumentation.pool.state.PoolReading;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MinutesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Minutes minutes = new Minutes();

    @Test
    void minute_addsUpWhatWasSeen() {
        minutes.add(NOON.plusSeconds(10), reading(2, 0), 5, 100, 0);
        minutes.add(NOON.plusSeconds(50), reading(6, 3), 7, 50, 1);
        assertThat(minutes.list()).containsExactly(new Minute(NOON, 0.4, 6, 3, 12, Duration.ofNanos(100), 1));
    }

    @Test
    void fifteen_areKept() {
        for (int i = 0; i < 100; i++) {
            minutes.add(NOON.plusSeconds(60L * i), reading(i % 10, 0), 0, 0, 0);
        }
        assertThat(minutes.list()).hasSize(Minutes.KEPT);
        assertThat(minutes.list().get(14).start()).isEqualTo(NOON.plusSeconds(60L * 99));
        assertThat(minutes.list().get(0).start()).isEqualTo(NOON.plusSeconds(60L * 85));
    }

    @Test
    void longSleep_forgets_andAClockSetBackKeepsTheOrder() {
        minutes.add(NOON, reading(1, 0), 0, 0, 0);
        minutes.add(NOON.plusSeconds(3600), reading(2, 0), 0, 0, 0);
        assertThat(minutes.list()).hasSize(1);
        minutes.add(NOON.plusSeconds(3540), reading(3, 0), 0, 0, 0);
        assertThat(minutes.list()).extracting(Minute::start).containsExactly(NOON.plusSeconds(3540));
    }

    @Test
    void direction_comparesTheHalves() {
        for (int i = 0; i < 6; i++) {
            minutes.add(NOON.plusSeconds(60L * i), reading(i, 0), 0, 0, 0);
        }
        assertThat(Direction.of(minutes.list())).isEqualTo(Direction.RISING);
        assertThat(Direction.of(minutes.list().subList(0, 3))).isEqualTo(Direction.STEADY);
        for (int i = 6; i < 20; i++) {
            minutes.add(NOON.plusSeconds(60L * i), reading(5, 0), 0, 0, 0);
        }
        assertThat(Direction.of(minutes.list())).isEqualTo(Direction.STEADY);
        for (int i = 20; i < 28; i++) {
            minutes.add(NOON.plusSeconds(60L * i), reading(0, 0), 0, 0, 0);
        }
        assertThat(Direction.of(minutes.list())).isEqualTo(Direction.FALLING);
    }

    private static PoolReading reading(int active, int waiting) {
        return new PoolReading(10, active, 10 - active, waiting, 10, 10, 10);
    }
}
