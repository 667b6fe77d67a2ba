package io.dbvitals.instrumentation.query.pattern;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The time since the monitor began, cut into the slices of its window. */
public final class Timeline {
    private final LongSupplier nanoClock;
    private final long origin;
    private final long sliceNanos;

    private Timeline(LongSupplier nanoClock, long sliceNanos) {
        this.nanoClock = nanoClock;
        this.origin = nanoClock.getAsLong();
        this.sliceNanos = sliceNanos;
    }

    /** From now on, by a clock of nanoseconds, for a window of the given length. */
    public static Timeline of(LongSupplier nanoClock, Duration window) {
        return new Timeline(nanoClock, Math.max(1, window.toNanos() / StatementWindow.SLICES));
    }

    /** Nanoseconds since the beginning. */
    public long now() {
        return nanoClock.getAsLong() - origin;
    }

    long epoch(long now) {
        return now / sliceNanos;
    }

    /** As exactly as the last use of a pattern is known, in nanoseconds. */
    long grain() {
        return sliceNanos / 8;
    }
}
