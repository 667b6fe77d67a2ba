package io.dbvitals.guard.audit;

import io.dbvitals.guard.session.GuardedServer.Ending;
import java.util.Locale;

/** How an action ended. */
public enum AuditOutcome {
    /** It had its effect. */
    DONE,
    /** The session was no longer there. */
    GONE,
    /** Under that number there was another session, or the same one did something else; it was left alone. */
    CHANGED,
    /** The server refused: a right is missing. */
    DENIED,
    /** The server did not answer in time, or the session did not end in time. */
    TIMEOUT,
    /** A limit on the number of actions forbade it. */
    CAPPED,
    /** Anything else. */
    FAILED;

    /** What became of the session is the outcome. */
    public static AuditOutcome of(Ending ending) {
        return switch (ending) {
            case DONE -> DONE;
            case GONE -> GONE;
            case CHANGED -> CHANGED;
            case DENIED -> DENIED;
            case TIMEOUT -> TIMEOUT;
        };
    }

    /** As it stands in the log and in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
