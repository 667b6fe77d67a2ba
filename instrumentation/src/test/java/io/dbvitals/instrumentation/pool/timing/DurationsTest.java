package io.dbvitals.instrumentation.pool.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbvitals.instrumentation.pool.state.Timing;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DurationsTest {
    private final Durations durations = new Durations(0);

    @Test
    void nothingRecorded_isZero() {
        assertThat(durations.timing())
                .isEqualTo(new Timing(
                        0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    @Test
    void quantiles_areNearTheExactOnes() {
        SplittableRandom random = new SplittableRandom(7);
        long[] nanos = new long[200_000];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = (long) Math.pow(10, 4 + 5 * random.nextDouble());
            durations.record(nanos[i]);
        }
        Arrays.sort(nanos);
        Timing timing = durations.timing();
        assertThat(timing.count()).isEqualTo(nanos.length);
        assertThat(ratio(timing.p50(), nanos, 0.5)).isCloseTo(1, within(0.05));
        assertThat(ratio(timing.p95(), nanos, 0.95)).isCloseTo(1, within(0.05));
        assertThat(ratio(timing.p99(), nanos, 0.99)).isCloseTo(1, within(0.05));
        assertThat(timing.max().toNanos()).isEqualTo(nanos[nanos.length - 1]);
        assertThat((double) timing.mean().toNanos())
                .isCloseTo(Arrays.stream(nanos).average().orElseThrow(), within(1e3));
    }

    @Test
    void quantile_neverExceedsTheMaximum() {
        durations.record(1_000_003);
        assertThat(durations.timing().p99()).isLessThanOrEqualTo(Duration.ofNanos(1_000_003));
        durations.record(-5);
        assertThat(durations.timing().p50()).isZero();
    }

    @Test
    void recentMaximum_goesWithinTwoMinutes() {
        durations.record(9);
        for (int second = 0; second <= 79; second++) {
            durations.tick(Duration.ofSeconds(second).toNanos());
        }
        assertThat(durations.timing().recentMax()).isEqualTo(Duration.ofNanos(9));
        durations.record(5);
        for (int second = 80; second <= 121; second++) {
            durations.tick(Duration.ofSeconds(second).toNanos());
        }
        assertThat(durations.timing().recentMax()).isEqualTo(Duration.ofNanos(5));
        assertThat(durations.recentMaxSeconds()).isEqualTo(5e-9);
        durations.tick(Duration.ofDays(1).toNanos());
        assertThat(durations.timing().recentMax()).isZero();
        assertThat(durations.timing().max()).isEqualTo(Duration.ofNanos(9));
    }

    private static double ratio(Duration estimate, long[] sorted, double quantile) {
        return (double) estimate.toNanos() / sorted[(int) Math.ceil(quantile * sorted.length) - 1];
    }
}
