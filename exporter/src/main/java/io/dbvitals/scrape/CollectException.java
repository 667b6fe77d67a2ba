package io.dbvitals.scrape;

import org.jspecify.annotations.Nullable;

/** A collector could not read; the message says what was tried, where, and the remedy, and holds no secret. */
public final class CollectException extends Exception {
    private final Reason reason;
    private final String code;

    public CollectException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.code = "";
    }

    public CollectException(Reason reason, String message, Throwable cause) {
        this(reason, "", message, cause);
    }

    /** {@code code} is the server's own. */
    public CollectException(Reason reason, String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.code = code;
    }

    public Reason reason() {
        return reason;
    }

    /** What the server calls the error, such as a SQLSTATE; empty where it called it nothing. */
    public String code() {
        return code;
    }
}
