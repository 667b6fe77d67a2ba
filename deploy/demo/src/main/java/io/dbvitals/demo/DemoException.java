package io.dbvitals.demo;

/** The demo cannot go on; the message says why, and is all that a user is shown. */
public final class DemoException extends Exception {
    private static final long serialVersionUID = 1;

    public DemoException(String message) {
        super(message);
    }

    public DemoException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
