package io.dbvitals.diagnosis;

import java.time.Duration;

/**
 * How one step is tried.
 *
 * @param limit after which it is given up, whatever it waits for
 */
public record Rung(Step step, Duration limit, Probe probe) {
    /** Tries it once. */
    public interface Probe {
        Finding run() throws Fault, InterruptedException;
    }
}
