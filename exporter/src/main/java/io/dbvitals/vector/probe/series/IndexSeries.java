package io.dbvitals.vector.probe.series;

import io.dbvitals.vector.recall.Recall;
import io.dbvitals.vector.search.Found;
import io.dbvitals.vector.search.Plan;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** What is shown of one index; written by those who search, read by scrapes. */
public final class IndexSeries {
    /** So many of the last explained searches make the mean of their blocks. */
    private static final int PLANS = 20;

    private final Map<Outcome, DistributionDataPoint> durations;
    private final CounterDataPoint scans;
    private final CounterDataPoint shortResults;
    private final Map<Failure, CounterDataPoint> errors;
    private final Window window;
    private final Deque<Long> blocks = new ArrayDeque<>();
    private Optional<Recall> recall = Optional.empty();
    private Optional<Boolean> used = Optional.empty();
    private long searches;
    private double seconds;

    /** How a search ended; the {@code outcome} label. */
    public enum Outcome {
        OK,
        TIMEOUT,
        ERROR
    }

    IndexSeries(
            Map<Outcome, DistributionDataPoint> durations,
            CounterDataPoint scans,
            CounterDataPoint shortResults,
            Map<Failure, CounterDataPoint> errors,
            LongSupplier nanoClock) {
        this.durations = new EnumMap<>(durations);
        this.scans = scans;
        this.shortResults = shortResults;
        this.errors = new EnumMap<>(errors);
        this.window = new Window(nanoClock);
    }

    /** A search was done. */
    public synchronized void found(Found found, boolean tooFew) {
        double took = found.took().toNanos() / 1e9;
        took(Outcome.OK, took);
        scanned(1);
        if (tooFew) {
            shortResults.inc();
        }
    }

    /** A search was begun, and failed after so long. */
    public synchronized void searchFailed(Failure failure, long tookNanos) {
        boolean timeout = failure == Failure.TIMEOUT;
        took(timeout ? Outcome.TIMEOUT : Outcome.ERROR, tookNanos / 1e9);
        if (timeout) {
            scanned(1);
        }
    }

    /** A search was done, and explained. */
    public synchronized void explained(Plan plan) {
        planned(plan.indexUsed());
        scanned(1);
        blocks.addLast(plan.blocks());
        if (blocks.size() > PLANS) {
            blocks.removeFirst();
        }
    }

    /** It was found out whether a search uses the index. */
    public synchronized void planned(boolean indexUsed) {
        if (!used.equals(Optional.of(indexUsed))) {
            // Those of another plan say nothing of this one.
            blocks.clear();
        }
        used = Optional.of(indexUsed);
    }

    /** What was known of the plan may be true no more. */
    public synchronized void blind() {
        used = Optional.empty();
        blocks.clear();
    }

    public void failed(Failure failure) {
        counter(failure).inc();
    }

    /** So many searches were done; they are scans of the index where they use it. */
    public synchronized void scanned(int count) {
        if (used.orElse(true)) {
            scans.inc(count);
        }
    }

    public synchronized Optional<Boolean> used() {
        return used;
    }

    /** It was measured; empty where it no longer has a meaning. */
    public synchronized void recalled(Optional<Recall> measured) {
        recall = measured;
    }

    synchronized Optional<Recall> recall() {
        return recall;
    }

    /** Blocks touched by a search, on average; empty where none was explained. */
    public synchronized OptionalDouble blocks() {
        return blocks.stream().mapToLong(each -> each).average();
    }

    public synchronized Optional<Latency> latency() {
        return window.quantiles().map(quantiles -> new Latency(searches, seconds, quantiles));
    }

    /**
     * How long searches took.
     *
     * @param count since the index was first searched
     * @param sum of theirs
     * @param quantiles of the last half hour
     */
    public record Latency(long count, double sum, Quantiles quantiles) {}

    private void took(Outcome outcome, double took) {
        DistributionDataPoint histogram = durations.get(outcome);
        if (histogram != null) {
            histogram.observe(took);
        }
        // One that was ended took at least so long: without it the slowest would not count.
        if (outcome != Outcome.ERROR) {
            window.add(took);
            searches++;
            seconds += took;
        }
    }

    private CounterDataPoint counter(Failure failure) {
        CounterDataPoint counter = errors.get(failure);
        if (counter == null) {
            throw new IllegalStateException("no counter of " + failure);
        }
        return counter;
    }
}
