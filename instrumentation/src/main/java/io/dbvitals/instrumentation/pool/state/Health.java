package io.dbvitals.instrumentation.pool.state;

import java.time.Duration;

/**
 * The last answer of a health check.
 *
 * @param took until the answer, or until now where there is none yet
 * @param detail what was wrong; empty where nothing was
 */
public record Health(Status status, Duration took, String detail) {
    public static final Health UNKNOWN = new Health(Status.UNKNOWN, Duration.ZERO, "");

    /** Whether the database answers. */
    public enum Status {
        /** There is no check, or it has not been run yet. */
        UNKNOWN,
        UP,
        DOWN
    }
}
