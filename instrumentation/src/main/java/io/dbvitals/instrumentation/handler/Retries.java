package io.dbvitals.instrumentation.handler;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How often and how patiently something is tried again.
 *
 * @param attempts in all, the first one among them
 * @param firstPause before the second attempt; each further one is twice as long
 * @param longestPause what no pause exceeds, whatever a server asks for
 */
public record Retries(int attempts, Duration firstPause, Duration longestPause) {
    /** Three attempts within four seconds and their own timeouts. */
    public static final Retries DEFAULTS = new Retries(3, Duration.ofSeconds(1), Duration.ofSeconds(30));

    public static final Retries NONE = new Retries(1, Duration.ZERO, Duration.ZERO);

    public Retries {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, is " + attempts);
        }
    }

    /** Before attempt {@code next}, which is 2 or more; {@code asked} is what the server asked for, or zero. */
    Duration pause(int next, Duration asked) {
        Duration own = firstPause.multipliedBy(1L << Math.min(20, next - 2));
        Duration longer = asked.compareTo(own) > 0 ? asked : own;
        return longer.compareTo(longestPause) > 0 ? longestPause : longer;
    }

    /** Waits; true where {@code closed} was counted down meanwhile. */
    static boolean wait(Duration pause, CountDownLatch closed) throws InterruptedException {
        return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }
}
