package io.dbvitals.diagnosis;

import java.time.Duration;

/** How a step went, and how long it took. */
public record Outcome(Step step, Duration took, Finding finding) {
    public State state() {
        return finding.state();
    }
}
