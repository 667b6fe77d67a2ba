package io.dbvitals.instrumentation.pool.alarm;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.Severity;
import io.dbvitals.instrumentation.pool.state.Health;
import io.dbvitals.instrumentation.pool.state.Leak;
import io.dbvitals.instrumentation.pool.state.PoolReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Turns what is seen of a pool into events; used by one thread, about each second. */
public final class PoolAlarms {
    /** How many looks one is to judge the waits by: ten seconds. */
    private static final int LOOKS = 10;

    /** One slow request by itself is no event. */
    private static final long LEAST_SLOW = 3;

    /** One in so many is the 95th percentile. */
    private static final long ONE_IN = 20;

    /** A tenth, in thousandths. */
    private static final long CLEARS_BELOW = 100;

    private final String pool;
    private final PoolLimits limits;
    private final Alarm exhausted;
    private final Alarm highUse;
    private final Alarm waits;
    private final Alarm timeouts;
    private final Alarm errors;
    private final Alarm unhealthy;
    private final Deque<Tally> window = new ArrayDeque<>();

    public PoolAlarms(String pool, PoolLimits limits) {
        this.pool = pool;
        this.limits = limits;
        this.exhausted = alarm(limits.exhaustedFor());
        this.highUse = alarm(limits.highUseFor());
        this.waits = alarm(Duration.ZERO);
        this.timeouts = alarm(Duration.ZERO);
        this.errors = alarm(Duration.ZERO);
        this.unhealthy = alarm(Duration.ZERO);
    }

    /** What there is to be told; {@code since} is what was recorded since the last look. */
    public List<Event> look(Instant now, long nanos, PoolReading reading, Tally since, Health health) {
        window.add(since);
        if (window.size() > LOOKS) {
            window.remove();
        }
        Tally recent = window.stream().reduce(Tally.NONE, Tally::plus);
        Report report = new Report(pool, now, nanos, reading, recent);
        List<Event> events = new ArrayList<>();

        Optional<Severity> isExhausted = when(reading.exhausted(), Severity.CRITICAL);
        report.add(events, exhausted, isExhausted, reading.waiting() == 0, "pool_exhausted", report.exhausted());

        boolean high = reading.max() > 0 && reading.utilisation() >= limits.highUse();
        // Rounded, as 0.8 - 0.1 is more than 0.7.
        boolean low = Math.round(1000 * (limits.highUse() - reading.utilisation())) > CLEARS_BELOW;
        report.add(events, highUse, when(high, Severity.WARNING), low, "pool_use_high", report.highUse());

        Optional<Severity> slow = waitSeverity(recent);
        report.add(events, waits, slow, recent.slow() == 0, "pool_wait_high", report.waits(limits, slow));

        Optional<Severity> timedOut = when(since.timeouts() > 0, Severity.WARNING);
        report.add(events, timeouts, timedOut, since.timeouts() == 0, "pool_timeouts", report.timeouts());

        Optional<Severity> failed = when(since.errors() > 0, Severity.WARNING);
        report.add(events, errors, failed, since.errors() == 0, "pool_errors", report.errors());

        Optional<Severity> down = when(health.status() == Health.Status.DOWN, Severity.CRITICAL);
        boolean up = health.status() == Health.Status.UP;
        report.add(events, unhealthy, down, up, "pool_unhealthy", report.unhealthy(health));
        return events;
    }

    /** One event for the oldest of them, in which the others are counted. */
    public Optional<Event> leaks(Instant now, List<Leak> found) {
        return found.isEmpty() ? Optional.empty() : Optional.of(LeakReport.event(pool, now, found));
    }

    private Optional<Severity> waitSeverity(Tally recent) {
        if (isHigh(recent.verySlow(), recent.waits())) {
            return Optional.of(Severity.CRITICAL);
        }
        return when(isHigh(recent.slow(), recent.waits()), Severity.WARNING);
    }

    private static boolean isHigh(long slow, long all) {
        return slow >= LEAST_SLOW && slow * ONE_IN >= all;
    }

    private static Optional<Severity> when(boolean bad, Severity severity) {
        return bad ? Optional.of(severity) : Optional.empty();
    }

    private Alarm alarm(Duration raiseAfter) {
        return new Alarm(raiseAfter, limits.clearAfter(), limits.remindEvery());
    }
}
