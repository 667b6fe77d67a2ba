package io.dbvitals.instrumentation.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LatencyHistogramTest {
    private static final int SAMPLES = 1_000_000;

    /** What the class promises. */
    private static final double ERROR = 1.0 / 128;

    @ParameterizedTest(name = "{0}")
    @MethodSource("distributions")
    void percentiles_areWithinOnePercentOfTheTrueOnes(String name, ToDoubleFunction<Random> nanos) {
        Random random = new Random(4711);
        long[] samples = new long[SAMPLES];
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = 0; i < SAMPLES; i++) {
            samples[i] = (long) nanos.applyAsDouble(random);
            histogram.record(samples[i]);
        }
        Arrays.sort(samples);
        Distribution distribution = histogram.read();

        for (double share : new double[] {0.001, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.99999, 1}) {
            long exact = samples[(int) Math.ceil(share * SAMPLES) - 1];
            assertThat((double) distribution.quantile(share))
                    .as("share %s of %s", share, name)
                    .isCloseTo((double) exact, within(exact * ERROR));
        }
        assertThat(distribution.count()).isEqualTo(SAMPLES);
        assertThat(distribution.longest()).isEqualTo(samples[SAMPLES - 1]);
        assertThat(distribution.sum()).isEqualTo(Arrays.stream(samples).sum());
        assertThat(distribution.mean()).isEqualTo(Arrays.stream(samples).sum() / SAMPLES);
    }

    static Stream<Arguments> distributions() {
        return Stream.of(
                of("uniform up to a second", random -> random.nextDouble() * 1e9),
                of("exponential around 2 ms", random -> -Math.log(1 - random.nextDouble()) * 2e6),
                of("log-normal around 300 µs", random -> Math.exp(Math.log(3e5) + 1.5 * random.nextGaussian())),
                of("heavy tail from 50 µs", random -> Math.min(5e12, 5e4 / Math.pow(1 - random.nextDouble(), 1 / 1.1))),
                of("a cache: 100 ns, or 80 ms", random -> random.nextInt(10) > 0 ? 100 + random.nextInt(20) : 8e7),
                of("always the same", random -> 1_234_567));
    }

    private static Arguments of(String name, ToDoubleFunction<Random> nanos) {
        return Arguments.of(name, nanos);
    }

    @Test
    void everyValue_isInABucketWhoseMiddleIsNear() {
        for (long nanos = 0; nanos < Buckets.LONGEST; nanos += 1 + nanos / 1000) {
            assertThat((double) Buckets.middle(Buckets.index(nanos))).isCloseTo((double) nanos, within(nanos * ERROR));
        }
        assertThat(Buckets.index(Long.MAX_VALUE)).isEqualTo(Buckets.COUNT - 1);
        assertThat(Buckets.index(-1)).isZero();
    }

    @Test
    void sixteenThreads_loseNothing() throws Exception {
        LatencyHistogram histogram = new LatencyHistogram();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            long seed = i;
            all.add(threads.submit(() -> {
                Random random = new Random(seed);
                for (int j = 0; j < 100_000; j++) {
                    histogram.record(1 + random.nextInt(1 << random.nextInt(30)));
                }
                histogram.record(2_000_000_000L + seed);
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        threads.shutdown();

        assertThat(histogram.read().count()).isEqualTo(16 * 100_001);
        assertThat(histogram.read().longest()).isEqualTo(2_000_000_015L);
    }

    @Test
    void nothing_isZeroEverywhere() {
        Distribution nothing = new LatencyHistogram().read();

        assertThat(List.of(nothing.count(), nothing.mean(), nothing.longest(), nothing.quantile(0.99)))
                .containsOnly(0L);
    }

    @Test
    void durationsOutOfRange_countAtItsEnds() {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.record(-5);
        histogram.record(Long.MAX_VALUE);

        assertThat(histogram.read().quantile(0.5)).isZero();
        assertThat(histogram.read().quantile(1)).isCloseTo(Buckets.LONGEST, within(Buckets.LONGEST / 128));
    }

    @Test
    void share_isAboveZeroAndAtMostOne() {
        Distribution nothing = new LatencyHistogram().read();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> nothing.quantile(0))
                .withMessage("a share is above 0 and at most 1, not 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> nothing.quantile(Double.NaN));
    }
}
