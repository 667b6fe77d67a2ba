package io.dbvitals.alerts;

/** Prometheus or Alertmanager did not do what was asked, or may not be asked it; the message says which of them, why, and the remedy. */
public final class AlertingException extends Exception {
    private final Reason reason;

    public AlertingException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public AlertingException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What is asked must not be done, or makes no sense. */
    public static AlertingException refused(String message) {
        return new AlertingException(Reason.REFUSED, message);
    }

    /** What is asked about is not there. */
    public static AlertingException unknown(String message) {
        return new AlertingException(Reason.UNKNOWN, message);
    }

    public Reason reason() {
        return reason;
    }

    /** What went wrong, as a caller decides by it. */
    public enum Reason {
        /** Its address is not configured, or its secret cannot be read. */
        NOT_CONFIGURED,
        /** It does not answer, or says that it cannot now. */
        UNREACHABLE,
        /** It refuses the login. */
        DENIED,
        /** What was asked is wrong. */
        REFUSED,
        /** There is no such thing. */
        UNKNOWN,
        /** It could not be put on record, and was not done. */
        UNRECORDED,
        /** What it answers is not what such a program answers. */
        BROKEN
    }
}
