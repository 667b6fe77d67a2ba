package io.dbvitals.instrumentation.pool;

import io.dbvitals.instrumentation.pool.alarm.PoolLimits;
import io.dbvitals.instrumentation.pool.alarm.Tally;
import io.dbvitals.instrumentation.pool.timing.Durations;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What is counted where connections are taken and given back: no lock, no clock, no allocation. */
final class PoolRecord {
    final Durations waits;
    final Durations uses;
    final Durations creations;
    final LongAdder waiting = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    final LongAdder errors = new LongAdder();
    private final LongAdder slow = new LongAdder();
    private final LongAdder verySlow = new LongAdder();
    private final LongAccumulator longestWait = new LongAccumulator(Math::max, 0);
    private final long slowNanos;
    private final long verySlowNanos;

    PoolRecord(PoolLimits limits, long nowNanos) {
        this.waits = new Durations(nowNanos);
        this.uses = new Durations(nowNanos);
        this.creations = new Durations(nowNanos);
        this.slowNanos = limits.waitWarning().toNanos();
        this.verySlowNanos = limits.waitCritical().toNanos();
    }

    void waited(long nanos) {
        waits.record(nanos);
        longestWait.accumulate(nanos);
        if (nanos >= slowNanos) {
            slow.increment();
            if (nanos >= verySlowNanos) {
                verySlow.increment();
            }
        }
    }

    Tally tally() {
        return new Tally(waits.count(), slow.sum(), verySlow.sum(), timeouts.sum(), errors.sum());
    }

    /** Since the last call. */
    long longestWaitNanos() {
        return longestWait.getThenReset();
    }

    void tick(long nowNanos) {
        waits.tick(nowNanos);
        uses.tick(nowNanos);
        creations.tick(nowNanos);
    }
}
