package io.dbvitals.instrumentation.pool.state;

/**
 * What a pool says of itself at a moment, in connections. A pool that is being resized may contradict itself; what is negative is
 * taken for 0.
 *
 * @param total open ones, in use or not
 * @param active in use
 * @param idle open and not in use
 * @param waiting threads that wait for one
 * @param max the most that it opens; 0: not known
 * @param minIdle how many it keeps open for the next ones to come
 * @param maxIdle the most that it keeps open unused
 */
public record PoolReading(int total, int active, int idle, int waiting, int max, int minIdle, int maxIdle) {
    public static final PoolReading NONE = new PoolReading(0, 0, 0, 0, 0, 0, 0);

    public PoolReading {
        total = Math.max(0, total);
        active = Math.max(0, active);
        idle = Math.max(0, idle);
        waiting = Math.max(0, waiting);
        max = Math.max(0, max);
        minIdle = Math.max(0, minIdle);
        maxIdle = Math.max(0, maxIdle);
    }

    /** A pool that keeps {@code max} connections open, of which so many are in use. */
    public static PoolReading ofFixedSize(int max, int active, int waiting) {
        int total = Math.max(max, active);
        return new PoolReading(total, active, total - active, waiting, max, max, max);
    }

    /** The part of the maximum that is in use, from 0 to 1; of the open ones where no maximum is known. */
    public double utilisation() {
        int of = max > 0 ? max : total;
        return of == 0 ? 0 : (double) active / of;
    }

    /** How many more can be had at once. */
    public int headroom() {
        return Math.max(0, max - active);
    }

    /** Somebody waits and all are in use: the condition of the alert ConnectionPoolExhausted. */
    public boolean exhausted() {
        return waiting > 0 && max > 0 && active >= max;
    }
}
