package io.dbvitals.instrumentation.pool.timing;

import io.dbvitals.instrumentation.pool.state.Timing;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;

/** How long one kind of thing takes; recording takes no lock. */
public final class Durations {
    private static final double NANOS = 1e9;

    /** A tenth of a millisecond to half a minute, which is how long HikariCP lets wait by default. */
    private static final double[] BOUNDS = {0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};

    private final Histogram histogram =
            Histogram.builder().name("seconds").classicUpperBounds(BOUNDS).build();
    private final LongAccumulator max = new LongAccumulator(Math::max, 0);
    private final WindowMax recent = new WindowMax();
    private long turnAtNanos;

    public Durations(long nowNanos) {
        this.turnAtNanos = nowNanos + WindowMax.PART_NANOS;
    }

    public void record(long nanos) {
        long taken = Math.max(0, nanos);
        histogram.observe(taken / NANOS);
        max.accumulate(taken);
        recent.see(taken);
    }

    /** Lets what is old go from the recent maximum; called by one thread, about each second. */
    public void tick(long nowNanos) {
        // After a long sleep of the machine, all of it is old.
        for (int turns = 0; turns < WindowMax.PARTS && nowNanos - turnAtNanos >= 0; turns++) {
            recent.turn();
            turnAtNanos += WindowMax.PART_NANOS;
        }
        if (nowNanos - turnAtNanos >= 0) {
            turnAtNanos = nowNanos + WindowMax.PART_NANOS;
        }
    }

    public long count() {
        return histogram.getCount();
    }

    public double recentMaxSeconds() {
        return recent.max() / NANOS;
    }

    /** Native and classic buckets, in seconds. */
    public HistogramDataPointSnapshot point() {
        return histogram.collect().getDataPoints().get(0);
    }

    public Timing timing() {
        HistogramDataPointSnapshot point = point();
        long count = point.getCount();
        Duration longest = Duration.ofNanos(max.get());
        return new Timing(
                count,
                count == 0 ? Duration.ZERO : seconds(point.getSum() / count),
                quantile(point, 0.5, longest),
                quantile(point, 0.95, longest),
                quantile(point, 0.99, longest),
                longest,
                Duration.ofNanos(recent.max()));
    }

    private static Duration quantile(HistogramDataPointSnapshot point, double quantile, Duration longest) {
        Duration estimate = seconds(Quantiles.of(point, quantile));
        return estimate.compareTo(longest) > 0 ? longest : estimate;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * NANOS));
    }
}
