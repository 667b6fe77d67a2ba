package io.dbvitals.vector.probe.series;

import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The durations of the last half hour, for exact quantiles of them; of very many only the latest. */
final class Window {
    /** With fewer, a 99th percentile is a matter of luck: among 20 it was seen at a third and at four times the true value. */
    static final int FEWEST = 300;

    static final Duration SPAN = Duration.ofMinutes(30);
    static final int MOST = 4096;
    private static final double[] QUANTILES = {0.5, 0.95, 0.99};

    private final LongSupplier nanoClock;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long atNanos, double seconds) {}

    Window(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    void add(double seconds) {
        samples.addLast(new Sample(nanoClock.getAsLong(), seconds));
        forget();
    }

    /** Of each the least sample that so many are not above; empty where there are too few. */
    Optional<Quantiles> quantiles() {
        forget();
        if (samples.size() < FEWEST) {
            return Optional.empty();
        }
        double[] sorted = samples.stream().mapToDouble(Sample::seconds).sorted().toArray();
        List<Quantile> quantiles = new ArrayList<>();
        for (double quantile : QUANTILES) {
            quantiles.add(new Quantile(quantile, sorted[(int) Math.ceil(quantile * sorted.length) - 1]));
        }
        return Optional.of(Quantiles.of(quantiles));
    }

    private void forget() {
        long oldest = nanoClock.getAsLong() - SPAN.toNanos();
        while (!samples.isEmpty()
                && (samples.size() > MOST || samples.getFirst().atNanos() - oldest < 0)) {
            samples.removeFirst();
        }
    }
}
