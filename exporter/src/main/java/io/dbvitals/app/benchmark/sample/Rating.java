package io.dbvitals.app.benchmark.sample;

import java.util.Locale;

/** What a time is worth, from the best to the worst. */
public enum Rating {
    EXCELLENT,
    GOOD,
    FAIR,
    POOR;

    /** As written in answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
