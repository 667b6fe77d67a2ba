package io.dbvitals.instrumentation.pool.lease;

import io.dbvitals.instrumentation.pool.state.Leak;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections that are out; no more than {@value #MOST} are remembered one by one. */
public final class Leases {
    /** More than any pool should have; what is taken beyond is counted and never called a leak. */
    static final int MOST = 10_000;

    private final Set<Lease> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final boolean noteBorrowers;

    public Leases(boolean noteBorrowers) {
        this.noteBorrowers = noteBorrowers;
    }

    public Lease take(long nowNanos) {
        Lease lease = new Lease(
                nowNanos,
                Thread.currentThread().getName(),
                noteBorrowers ? Optional.of(new Throwable("taken here")) : Optional.empty());
        if (count.incrementAndGet() <= MOST) {
            open.add(lease);
        }
        return lease;
    }

    /** How long it was out, in nanoseconds; empty where it was given back before. */
    public Optional<Long> give(Lease lease, long nowNanos) {
        if (!lease.end()) {
            return Optional.empty();
        }
        count.decrementAndGet();
        open.remove(lease);
        return Optional.of(nowNanos - lease.takenAtNanos());
    }

    /** How many are out. */
    public int count() {
        return count.get();
    }

    /** Those that have been out for that long, the oldest first. */
    public List<Leak> olderThan(Duration age, long nowNanos) {
        return old(age, nowNanos).stream().map(lease -> leak(lease, nowNanos)).toList();
    }

    public int countOlderThan(Duration age, long nowNanos) {
        return (int) open.stream()
                .filter(lease -> nowNanos - lease.takenAtNanos() >= age.toNanos())
                .count();
    }

    /** As {@link #olderThan}, but each only once. */
    public List<Leak> newlyOlderThan(Duration age, long nowNanos) {
        return old(age, nowNanos).stream()
                .filter(Lease::report)
                .map(lease -> leak(lease, nowNanos))
                .toList();
    }

    private List<Lease> old(Duration age, long nowNanos) {
        return open.stream()
                .filter(lease -> nowNanos - lease.takenAtNanos() >= age.toNanos())
                .sorted(Comparator.comparingLong(lease -> lease.takenAtNanos() - nowNanos))
                .toList();
    }

    private static Leak leak(Lease lease, long nowNanos) {
        return new Leak(Duration.ofNanos(nowNanos - lease.takenAtNanos()), lease.thread(), lease.borrower());
    }
}
