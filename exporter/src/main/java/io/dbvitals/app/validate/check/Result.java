package io.dbvitals.app.validate.check;

import java.util.Locale;

/** What came of a check, from the best to the worst. */
public enum Result {
    PASSED,
    /** It could not be found out: never passed, and never worse than what is known to be bad. */
    UNKNOWN,
    WARNING,
    FAILED;

    /** As written in answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Result or(Result other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
