package io.dbvitals.instrumentation.pool.alarm;

import java.time.Duration;

/**
 * When somebody is told of a pool. An alarm that was raised ends only when its cause has been gone for {@code clearAfter}, so there is
 * at most one event of a kind in that time.
 *
 * @param exhaustedFor how long all connections are in use while somebody waits before that is critical
 * @param highUse the utilisation that is a warning once it lasts for {@code highUseFor}; it ends a tenth below
 * @param waitWarning what one request in twenty waits for a connection, in the last ten seconds
 * @param waitCritical the same
 * @param clearAfter how long it must be good again
 * @param remindEvery how often somebody is told again of what has not ended
 */
public record PoolLimits(
        Duration exhaustedFor,
        double highUse,
        Duration highUseFor,
        Duration waitWarning,
        Duration waitCritical,
        Duration clearAfter,
        Duration remindEvery) {
    public static final PoolLimits DEFAULTS = new PoolLimits(
            Duration.ofSeconds(2),
            0.8,
            Duration.ofSeconds(30),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10));

    public PoolLimits {
        if (!(highUse > 0 && highUse <= 1)) {
            throw new IllegalArgumentException("highUse must be above 0 and at most 1, is " + highUse);
        }
        if (waitCritical.compareTo(waitWarning) < 0) {
            throw new IllegalArgumentException(
                    "waitCritical (" + waitCritical + ") must not be below waitWarning (" + waitWarning + ")");
        }
    }

    public PoolLimits withExhaustedFor(Duration duration) {
        return new PoolLimits(duration, highUse, highUseFor, waitWarning, waitCritical, clearAfter, remindEvery);
    }

    public PoolLimits withHighUse(double part, Duration lasting) {
        return new PoolLimits(exhaustedFor, part, lasting, waitWarning, waitCritical, clearAfter, remindEvery);
    }

    public PoolLimits withWaits(Duration warning, Duration critical) {
        return new PoolLimits(exhaustedFor, highUse, highUseFor, warning, critical, clearAfter, remindEvery);
    }

    public PoolLimits withClearAfter(Duration duration) {
        return new PoolLimits(exhaustedFor, highUse, highUseFor, waitWarning, waitCritical, duration, remindEvery);
    }

    public PoolLimits withRemindEvery(Duration duration) {
        return new PoolLimits(exhaustedFor, highUse, highUseFor, waitWarning, waitCritical, clearAfter, duration);
    }
}
