package io.dbvitals.app.change;

import java.time.Instant;

/**
 * A target whose collection rests.
 *
 * @param until it goes on by itself
 * @param by who wanted it
 */
public record Pause(String target, Instant until, String by) {
    /** For people. */
    public String text() {
        return "collection is paused until " + until + (by.isEmpty() ? "" : ", by " + by);
    }
}
