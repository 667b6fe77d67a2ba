package io.dbvitals.guard.emergency;

/**
 * How a door stood during an emergency.
 *
 * @param target whose door it is
 * @param former its state before
 * @param text for people: why it stayed open
 */
public record Posture(String target, String door, String former, Standing standing, String text) {
    /** Shut or not. */
    public enum Standing {
        SHUT,
        /** Somebody else had shut it; it was left so. */
        FOUND_SHUT,
        /** It cannot be shut, or may not: the text says why. */
        OPEN
    }
}
