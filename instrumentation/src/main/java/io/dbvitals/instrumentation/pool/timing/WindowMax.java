package io.dbvitals.instrumentation.pool.timing;

import java.util.concurrent.atomic.LongAccumulator;

/** The largest value of the last two minutes, more or less: what is older goes a third of them at a time. */
final class WindowMax {
    static final int PARTS = 3;
    static final long PART_NANOS = 40_000_000_000L;

    private final LongAccumulator[] parts = new LongAccumulator[PARTS];
    private volatile int current;

    WindowMax() {
        for (int i = 0; i < PARTS; i++) {
            parts[i] = new LongAccumulator(Math::max, 0);
        }
    }

    void see(long value) {
        parts[current].accumulate(value);
    }

    long max() {
        long max = 0;
        for (LongAccumulator part : parts) {
            max = Math.max(max, part.get());
        }
        return max;
    }

    /** Called by one thread, each {@link #PART_NANOS}. */
    void turn() {
        int next = (current + 1) % PARTS;
        parts[next].reset();
        current = next;
    }
}
