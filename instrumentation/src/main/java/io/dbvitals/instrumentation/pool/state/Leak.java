package io.dbvitals.instrumentation.pool.state;

import java.time.Duration;
import java.util.List;

/**
 * A connection that has been out for longer than it should.
 *
 * @param thread that took it
 * @param borrower the calls that led to it, the innermost first; empty unless the monitor was told to note them
 */
public record Leak(Duration age, String thread, List<StackTraceElement> borrower) {
    public Leak {
        borrower = List.copyOf(borrower);
    }
}
