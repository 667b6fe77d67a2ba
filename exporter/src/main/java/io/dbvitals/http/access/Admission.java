package io.dbvitals.http.access;

import io.dbvitals.http.resource.Caller;
import java.time.Duration;
import org.eclipse.jetty.server.Request;

/**
 * What becomes of a request.
 *
 * @param caller who sent it; the anonymous one where it is not admitted
 * @param byToken whether it bears a token, which no browser adds by itself
 * @param pause how long to stay away, for one that is limited
 */
public record Admission(Decision decision, Caller caller, boolean byToken, Duration pause) {
    private static final String ATTRIBUTE = Admission.class.getName();

    static final Admission ANONYMOUS = new Admission(Decision.ADMITTED, Caller.ANONYMOUS, false, Duration.ZERO);
    static final Admission REFUSED = new Admission(Decision.REFUSED, Caller.ANONYMOUS, false, Duration.ZERO);
    static final Admission BUSY = new Admission(Decision.BUSY, Caller.ANONYMOUS, false, Duration.ofSeconds(1));

    /** What is decided. */
    public enum Decision {
        ADMITTED,
        REFUSED,
        /** Too many logins are being verified. */
        BUSY,
        /** Too many logins from there were wrong. */
        LIMITED
    }

    static Admission of(Caller caller) {
        return new Admission(Decision.ADMITTED, caller, false, Duration.ZERO);
    }

    static Admission byToken(Caller caller) {
        return new Admission(Decision.ADMITTED, caller, true, Duration.ZERO);
    }

    static Admission limited(Duration pause) {
        return new Admission(Decision.LIMITED, Caller.ANONYMOUS, false, pause);
    }

    /** Keeps it with the request, for the routes. */
    public void keepWith(Request request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** What was decided about that request; refused before anything was. */
    public static Admission on(Request request) {
        return request.getAttribute(ATTRIBUTE) instanceof Admission admission ? admission : REFUSED;
    }
}
