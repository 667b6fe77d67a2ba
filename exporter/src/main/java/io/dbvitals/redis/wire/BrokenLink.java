package io.dbvitals.redis.wire;

import java.net.SocketTimeoutException;

/** A connection could not be opened or is of no more use. */
public final class BrokenLink extends Exception {
    BrokenLink(Throwable cause) {
        super(String.valueOf(deepest(cause).getMessage()), cause);
    }

    /** Whether the server was silent, rather than gone. */
    public boolean silent() {
        return deepest(this) instanceof SocketTimeoutException;
    }

    private static Throwable deepest(Throwable from) {
        Throwable deepest = from;
        for (Throwable cause = from.getCause(); cause != null && cause != deepest; cause = cause.getCause()) {
            deepest = cause;
        }
        return deepest;
    }
}
