package io.dbvitals.instrumentation.event;

/** How soon somebody should look; from the mildest to the worst. */
public enum Severity {
    INFO,
    WARNING,
    CRITICAL
}
