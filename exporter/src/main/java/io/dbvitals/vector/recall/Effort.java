package io.dbvitals.vector.recall;

import java.time.Duration;

/** How much is done to find the true neighbours: all, until that takes too long; then half of it, and more again when there is time. */
final class Effort {
    private static final double LEAST = 1.0 / 1024;

    private final Duration timeout;
    private double share = 1;

    Effort(Duration timeout) {
        this.timeout = timeout;
    }

    /** The part of a table that is looked at: no more than {@code maxBytes} of it. */
    double part(long tableBytes, long maxBytes) {
        return share * (tableBytes <= maxBytes ? 1 : (double) maxBytes / tableBytes);
    }

    /** Of {@code queries} that stand for a full scan each. */
    int of(int queries) {
        return (int) Math.max(1, Math.round(share * queries));
    }

    void failedAfter(Duration took) {
        // A lock that is waited for in vain ends a statement early, and less work would not help.
        if (took.multipliedBy(2).compareTo(timeout) > 0) {
            share = Math.max(LEAST, share / 2);
        }
    }

    void succeededAfter(Duration took) {
        // Twice as much would still be done in half the time that there is.
        if (took.multipliedBy(4).compareTo(timeout) < 0) {
            share = Math.min(1, share * 2);
        }
    }
}
