package io.dbvitals.instrumentation.query.pattern;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What is kept of one pattern, or of all that found no place of their own. */
public final class Bucket {
    private static final long NEVER = Long.MIN_VALUE;

    private final Timeline timeline;
    private final StatementWindow window = new StatementWindow();
    private final Map<EventKind, AtomicLong> told = new EnumMap<>(EventKind.class);
    private final LongAdder untold = new LongAdder();
    private volatile long lastNanos;
    private volatile boolean forgotten;

    Bucket(Timeline timeline) {
        this.timeline = timeline;
        lastNanos = timeline.now();
        for (EventKind kind : EventKind.values()) {
            told.put(kind, new AtomicLong(NEVER));
        }
    }

    /** Counts one run that has ended now. */
    public void record(long nanos, boolean failed, long rows) {
        long now = timeline.now();
        window.record(timeline.epoch(now), nanos, failed, rows);
        // Written once in a while only: many threads would otherwise fight for it.
        if (now - lastNanos > timeline.grain()) {
            lastNanos = now;
        }
    }

    /** Counts rows of a run that was recorded before. */
    public void addRows(long rows) {
        window.addRows(timeline.epoch(timeline.now()), rows);
    }

    /** Whether the last event of a kind is long enough ago for another; what is refused is counted. */
    public boolean mayTell(EventKind kind, long intervalNanos) {
        long now = timeline.now();
        AtomicLong time = Objects.requireNonNull(told.get(kind));
        long last = time.get();
        if ((last == NEVER || now - last >= intervalNanos) && time.compareAndSet(last, now)) {
            return true;
        }
        untold.increment();
        return false;
    }

    /** How many events were refused since this was asked last. */
    public long takeUntold() {
        return untold.sumThenReset();
    }

    StatementWindow.Totals read() {
        return window.read(timeline.epoch(timeline.now()));
    }

    long idleNanos() {
        return timeline.now() - lastNanos;
    }

    void forget() {
        forgotten = true;
    }

    boolean isForgotten() {
        return forgotten;
    }
}
