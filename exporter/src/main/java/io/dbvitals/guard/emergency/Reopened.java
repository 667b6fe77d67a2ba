package io.dbvitals.guard.emergency;

import io.dbvitals.guard.emergency.fence.Shut;

/**
 * What became of a door that was shut.
 *
 * @param text for people; empty where there is nothing to say
 */
public record Reopened(Shut shut, Result result, String text) {
    /** What came of it. */
    public enum Result {
        /** It is as before. */
        RESTORED,
        /** Somebody has changed it since, so it was left as it is. */
        CHANGED,
        /** It is no more. */
        GONE,
        /** It is still shut; the next try is to be made by {@code guard restore}. */
        FAILED
    }
}
