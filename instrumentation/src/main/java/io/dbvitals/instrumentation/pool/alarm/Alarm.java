package io.dbvitals.instrumentation.pool.alarm;

import io.dbvitals.instrumentation.event.Severity;
import java.time.Duration;
import java.util.Optional;

/**
 * Follows one condition without flapping: it must last to be told, and must have been gone for a while to be over. Used by one thread.
 */
final class Alarm {
    private final Duration raiseAfter;
    private final Duration clearAfter;
    private final Duration remindEvery;
    private Optional<Severity> raised = Optional.empty();
    private boolean bad;
    private boolean good;
    private long badSinceNanos;
    private long goodSinceNanos;
    private long toldAtNanos;

    Alarm(Duration raiseAfter, Duration clearAfter, Duration remindEvery) {
        this.raiseAfter = raiseAfter;
        this.clearAfter = clearAfter;
        this.remindEvery = remindEvery;
    }

    /**
     * What is to be said now.
     *
     * @param severity of the condition; empty where it does not hold
     * @param over whether it is far enough from holding to be over; in between, an alarm stays as it is
     */
    Change look(long nowNanos, Optional<Severity> severity, boolean over) {
        if (severity.isPresent() && !bad) {
            badSinceNanos = nowNanos;
        }
        bad = severity.isPresent();
        if (over && !good) {
            goodSinceNanos = nowNanos;
        }
        good = over;
        if (raised.isEmpty()) {
            return bad && lasted(nowNanos, badSinceNanos, raiseAfter)
                    ? tell(Change.RAISED, nowNanos, severity)
                    : Change.NONE;
        }
        if (good && lasted(nowNanos, goodSinceNanos, clearAfter)) {
            return tell(Change.CLEARED, nowNanos, Optional.empty());
        }
        if (bad && severity.get().compareTo(raised.get()) > 0) {
            return tell(Change.RAISED, nowNanos, severity);
        }
        if (bad && lasted(nowNanos, toldAtNanos, remindEvery)) {
            return tell(Change.REMINDED, nowNanos, raised);
        }
        return Change.NONE;
    }

    /** Since when the condition has held, or had when it was raised. */
    long badSinceNanos() {
        return badSinceNanos;
    }

    private Change tell(Change change, long nowNanos, Optional<Severity> severity) {
        raised = severity;
        toldAtNanos = nowNanos;
        return change;
    }

    private static boolean lasted(long nowNanos, long sinceNanos, Duration duration) {
        return nowNanos - sinceNanos >= duration.toNanos();
    }

    /** What has become of it. */
    enum Change {
        NONE,
        /** It has begun, or has become worse. */
        RAISED,
        /** It was told long ago and has not ended. */
        REMINDED,
        CLEARED
    }
}
