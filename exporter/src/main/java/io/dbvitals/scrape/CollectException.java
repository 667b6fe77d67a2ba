package io.dbvitals.scrape;

/** A collector could not read; the message says what was tried, where, and the remedy, and holds no secret. */
public final class CollectException extends Exception {
    private final Reason reason;

    public CollectException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public CollectException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
