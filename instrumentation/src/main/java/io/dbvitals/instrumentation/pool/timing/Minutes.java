package io.dbvitals.instrumentation.pool.timing;

import io.dbvitals.instrumentation.pool.state.Minute;
import io.dbvitals.instrumentation.pool.state.PoolReading;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last minutes of a pool; written by one thread and read by any, under a lock that is held for a few assignments. */
public final class Minutes {
    /** How many are kept, the current one among them. */
    public static final int KEPT = 15;

    private final Deque<Minute> past = new ArrayDeque<>();
    private Instant start = Instant.EPOCH;
    private int seen;
    private double utilisation;
    private int peakActive;
    private int peakWaiting;
    private long waits;
    private long longestWaitNanos;
    private long timeouts;

    public synchronized void add(Instant now, PoolReading reading, long waits, long longestWaitNanos, long timeouts) {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        if (!minute.equals(start)) {
            begin(minute);
        }
        seen++;
        utilisation += reading.utilisation();
        peakActive = Math.max(peakActive, reading.active());
        peakWaiting = Math.max(peakWaiting, reading.waiting());
        this.waits += waits;
        this.longestWaitNanos = Math.max(this.longestWaitNanos, longestWaitNanos);
        this.timeouts += timeouts;
    }

    /** In the order of time. */
    public synchronized List<Minute> list() {
        List<Minute> all = new ArrayList<>(past);
        if (seen > 0) {
            all.add(current());
        }
        return all;
    }

    private void begin(Instant minute) {
        if (seen > 0) {
            past.add(current());
        }
        while (past.size() >= KEPT) {
            past.remove();
        }
        // What lies further back than the table reaches is no trend, as after a sleep of the machine.
        Instant oldest = minute.minus(KEPT, ChronoUnit.MINUTES);
        past.removeIf(each -> each.start().isBefore(oldest) || !each.start().isBefore(minute));
        start = minute;
        seen = 0;
        utilisation = 0;
        peakActive = 0;
        peakWaiting = 0;
        waits = 0;
        longestWaitNanos = 0;
        timeouts = 0;
    }

    private Minute current() {
        return new Minute(
                start,
                utilisation / seen,
                peakActive,
                peakWaiting,
                waits,
                Duration.ofNanos(longestWaitNanos),
                timeouts);
    }
}
