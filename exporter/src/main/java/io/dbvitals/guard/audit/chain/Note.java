package io.dbvitals.guard.audit.chain;

import java.util.Locale;

/** What the log puts on record about its own file. */
public enum Note {
    /** A new file after a renaming; the records before it stand in the file that was renamed. */
    ROTATED,
    /** The same file, emptied. */
    TRUNCATED,
    /** The last record no longer stands where it stood. */
    ALTERED,
    /** The lines before are the rest of a write that was broken off. */
    TORN,
    /** The file with the last record's hash is gone. */
    HEAD_LOST;

    String action() {
        return name().toLowerCase(Locale.ROOT);
    }
}
