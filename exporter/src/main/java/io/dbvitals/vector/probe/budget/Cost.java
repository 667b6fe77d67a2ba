package io.dbvitals.vector.probe.budget;

/** What one kind of work in an index has taken lately: a moving average, in which the last one counts for a third. */
public final class Cost {
    private static final double WEIGHT = 1.0 / 3;

    private double nanos = Double.NaN;

    public void took(long lastNanos) {
        nanos = Double.isNaN(nanos) ? lastNanos : nanos + WEIGHT * (lastNanos - nanos);
    }

    /** Nanoseconds; 0 before the first. */
    public double expected() {
        return Double.isNaN(nanos) ? 0 : nanos;
    }
}
