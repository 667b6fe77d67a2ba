package io.dbvitals.instrumentation.pool.alarm;

/**
 * What was recorded between two looks at a pool.
 *
 * @param waits requests for a connection that have ended
 * @param slow those of them that waited at least as long as is a warning
 * @param verySlow those of them that waited at least as long as is critical
 * @param timeouts requests refused because no connection came free
 * @param errors requests that failed otherwise
 */
public record Tally(long waits, long slow, long verySlow, long timeouts, long errors) {
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    public Tally plus(Tally other) {
        return new Tally(
                waits + other.waits,
                slow + other.slow,
                verySlow + other.verySlow,
                timeouts + other.timeouts,
                errors + other.errors);
    }

    public Tally minus(Tally earlier) {
        return new Tally(
                waits - earlier.waits,
                slow - earlier.slow,
                verySlow - earlier.verySlow,
                timeouts - earlier.timeouts,
                errors - earlier.errors);
    }
}
