package io.dbvitals.advice;

import java.util.Locale;

/** What a finding rests on, weakest first. */
public enum Confidence {
    /** The server's counters or catalogs. */
    COUNTER,
    /** A plan without values: another may be taken for some. */
    GENERIC_PLAN,
    /** A plan with an index that is not there, by the extension hypopg. */
    HYPOPG,
    /** A plan that was run, or one for values that the server kept. */
    ANALYSED;

    /** As written in reports: {@code generic plan}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
