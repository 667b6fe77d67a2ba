package io.dbvitals.app.report;

import java.util.Locale;

/** How a report is to be taken, from the best to the worst. */
public enum Level {
    OK,
    /** It could not be seen. */
    UNKNOWN,
    WARNING,
    CRITICAL;

    /** As written in answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Level or(Level other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
