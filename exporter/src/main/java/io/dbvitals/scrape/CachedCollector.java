package io.dbvitals.scrape;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/** Keeps the last good result of a collector for as long as its {@link Freshness} allows; a failure is never kept. */
public final class CachedCollector implements Collector {
    /** The ttl is shortened by up to this part, so that what was read together is not read together for ever. */
    private static final double JITTER = 0.1;

    private final Collector inner;
    private final Freshness freshness;
    private final LongSupplier nanoClock;
    private volatile Optional<Kept> kept = Optional.empty();

    public CachedCollector(Collector inner, Freshness freshness) {
        this(inner, freshness, System::nanoTime);
    }

    CachedCollector(Collector inner, Freshness freshness, LongSupplier nanoClock) {
        this.inner = inner;
        this.freshness = freshness;
        this.nanoClock = nanoClock;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        List<MetricSnapshot> families = inner.collect(deadline);
        long nanos = nanoClock.getAsLong();
        double part = 1 - JITTER * ThreadLocalRandom.current().nextDouble();
        kept = Optional.of(
                new Kept(families, nanos, nanos + Math.round(freshness.ttl().toNanos() * part)));
        return families;
    }

    public boolean background() {
        return freshness.background();
    }

    /** The last result while it needs no reading. */
    public Optional<Kept> fresh() {
        return kept.filter(last -> !freshness.ttl().isZero() && last.freshUntilNanos() - nanoClock.getAsLong() > 0);
    }

    /** The last result while it may stand in for a failed or late one. */
    public Optional<Kept> stale() {
        // A background result is by design as old as the ttl and the time that a reading takes.
        Duration limit = freshness.background()
                ? freshness.ttl().multipliedBy(2).plus(freshness.staleFor())
                : freshness.staleFor();
        return kept.filter(last -> age(last).compareTo(limit) <= 0);
    }

    public Duration age(Kept last) {
        return Duration.ofNanos(Math.max(0, nanoClock.getAsLong() - last.readAtNanos()));
    }

    /** A result and the time of its reading. */
    public record Kept(List<MetricSnapshot> families, long readAtNanos, long freshUntilNanos) {}
}
