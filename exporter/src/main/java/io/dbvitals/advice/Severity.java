package io.dbvitals.advice;

import java.util.Locale;

/** How much it matters, mildest first. */
public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    /** From this share of all time on, a finding that is worth a warning matters much. */
    private static final double MUCH = 0.10;

    /** Of a warning about a statement that takes this share of all time. */
    public static Severity warning(double shareOfTime) {
        return shareOfTime >= MUCH ? HIGH : MEDIUM;
    }

    /** As written in labels and reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
