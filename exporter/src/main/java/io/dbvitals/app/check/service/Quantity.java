package io.dbvitals.app.check.service;

/** What a value is counted in. */
public enum Quantity {
    NUMBER,
    SECONDS,
    BYTES,
    PERCENT,
    /** It only grows, until it starts again. */
    COUNTER
}
