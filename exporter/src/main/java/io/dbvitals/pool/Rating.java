package io.dbvitals.pool;

import java.util.Locale;

/** How much of a pool is in use, from the best to the worst. */
public enum Rating {
    /** Less than 70 %, and nobody waits. */
    OPTIMAL,
    MODERATE,
    /** 90 % or more, or the reserve, or clients have waited for a second. */
    HIGH;

    private static final double MODERATE_FROM = 0.7;
    private static final double HIGH_FROM = 0.9;

    static Rating of(double utilisation) {
        return utilisation >= HIGH_FROM ? HIGH : utilisation >= MODERATE_FROM ? MODERATE : OPTIMAL;
    }

    /** As written in answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Rating or(Rating other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
