package io.dbvitals.instrumentation.query.slow;

import java.time.Duration;

/**
 * What is slow, and how often people hear of it.
 *
 * @param slow from how long on a statement is worth a warning
 * @param verySlow from how long on it is critical
 * @param interval the shortest time between two events of one kind about one pattern
 */
public record SlowPolicy(Duration slow, Duration verySlow, Duration interval) {
    public SlowPolicy {
        if (slow.isNegative() || slow.isZero() || verySlow.compareTo(slow) < 0 || interval.isNegative()) {
            throw new IllegalArgumentException("a statement is slow from above 0 s on and critical no sooner, and no"
                    + " time between events is below 0 s; got slow " + slow + ", critical " + verySlow + ", interval "
                    + interval);
        }
    }
}
