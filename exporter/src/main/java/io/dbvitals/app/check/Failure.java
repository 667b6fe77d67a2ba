package io.dbvitals.app.check;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;

/**
 * Why values are missing.
 *
 * @param refused whether the target does not answer, or lets nobody in; otherwise we may not ask, or cannot
 */
public record Failure(boolean refused, String message) {
    static Failure unknown(String message) {
        return new Failure(false, message);
    }

    /** While it was connected to. A right to connect that is missing can be granted. */
    static Failure connecting(CollectException failure) {
        return new Failure(
                failure.reason() != Reason.UNSUPPORTED && !failure.code().equals("42501"), message(failure));
    }

    static Failure reading(CollectException failure) {
        return new Failure(
                failure.reason() == Reason.TIMEOUT || failure.reason() == Reason.UNREACHABLE, message(failure));
    }

    private static String message(CollectException failure) {
        return String.valueOf(failure.getMessage());
    }
}
