package io.dbvitals.cli.service;

/** The service did not give what it was asked for; the message names it and says what to do. */
public final class ServiceException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean absent;

    ServiceException(boolean absent, String message) {
        super(message);
        this.absent = absent;
    }

    ServiceException(boolean absent, String message, Throwable cause) {
        super(message, cause);
        this.absent = absent;
    }

    /** Whether there is no such service at all, so that a command may do its work alone. */
    public boolean absent() {
        return absent;
    }
}
