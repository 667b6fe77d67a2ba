package io.dbvitals.app.validate.check;

import io.dbvitals.scrape.CollectException;

/**
 * One thing that was looked at.
 *
 * @param name as {@code migrations}
 * @param reason what was seen
 * @param remedy what to do; empty where nothing is to be done, or where the reason says it
 */
public record Check(String name, Result result, String reason, String remedy) {
    public static Check passed(String name, String reason) {
        return new Check(name, Result.PASSED, reason, "");
    }

    /** What the server has against the question. */
    public static Check unknown(String name, CollectException failure) {
        return new Check(name, Result.UNKNOWN, String.valueOf(failure.getMessage()), "");
    }
}
