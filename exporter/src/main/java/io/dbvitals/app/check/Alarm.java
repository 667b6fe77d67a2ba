package io.dbvitals.app.check;

/** A state that a server gives for a reason, whatever the value. */
public enum Alarm {
    UNKNOWN,
    WARNING,
    CRITICAL
}
