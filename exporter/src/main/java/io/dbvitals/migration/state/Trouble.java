package io.dbvitals.migration.state;

/**
 * Why the next migration would not run, or the last one did not end.
 *
 * @param text what the table says
 * @param remedy what to do
 */
public record Trouble(Kind kind, String text, String remedy) {
    /** What is the matter. */
    public enum Kind {
        /** A migration failed, and may be half done. */
        FAILED,
        /** The tool holds its lock: it runs now, or died while it did. */
        LOCKED,
        /** The tool began and did not come to an end. */
        DIRTY,
        /** There are several newest versions, so that the tool would not know which to go on from. */
        HEADS
    }
}
