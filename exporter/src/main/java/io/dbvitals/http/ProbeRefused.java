package io.dbvitals.http;

/** A probe is not made; the message says why and what to do, and is shown to the asker. */
public final class ProbeRefused extends Exception {
    private final boolean forbidden;

    private ProbeRefused(boolean forbidden, String message) {
        super(message);
        this.forbidden = forbidden;
    }

    /** The request is not understood: answered with 400. */
    public static ProbeRefused badRequest(String message) {
        return new ProbeRefused(false, message);
    }

    /** The target may not be probed: answered with 403. */
    public static ProbeRefused forbidden(String message) {
        return new ProbeRefused(true, message);
    }

    /** Whether it is understood and not allowed. */
    public boolean isForbidden() {
        return forbidden;
    }
}
