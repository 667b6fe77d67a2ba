package io.dbvitals.diagnosis;

import java.util.Locale;

/** How a step went, from good to bad. */
public enum State {
    /** It was not reached, or means nothing for that kind of target. */
    UNCHECKED,
    OK,
    /** It works, but not as it should. */
    WARNING,
    /** It does not work, so that nothing behind it can be tried. */
    ERROR;

    /** As written in texts and JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
