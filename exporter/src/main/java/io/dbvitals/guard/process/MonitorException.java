package io.dbvitals.guard.process;

/** A PID file cannot be used, or a running monitor not be reached; the message names the remedy. */
public final class MonitorException extends Exception {
    MonitorException(String message) {
        super(message);
    }

    MonitorException(String message, Throwable cause) {
        super(message, cause);
    }
}
