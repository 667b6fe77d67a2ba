package io.dbvitals.app.report;

import io.dbvitals.scrape.CollectException;
import java.util.Locale;
import java.util.Set;

/** How a report is to be taken, from the best to the worst. */
public enum Level {
    OK,
    /** It could not be seen. */
    UNKNOWN,
    WARNING,
    CRITICAL;

    /** A login or a database that is refused, by PostgreSQL and by MySQL. */
    private static final Set<String> TURNED_AWAY = Set.of("28P01", "28000", "3D000", "1045", "1049");

    /**
     * What it means that a target could not be asked: one that does not answer, or lets nobody in, is out of order; where only a right is
     * missing, nothing is known.
     */
    public static Level of(CollectException failure) {
        return switch (failure.reason()) {
            case UNREACHABLE, TIMEOUT -> CRITICAL;
            case DENIED -> turnedAway(failure) ? CRITICAL : UNKNOWN;
            case UNSUPPORTED, BAD_DATA -> UNKNOWN;
        };
    }

    /** PgBouncer has one code for many things. */
    private static boolean turnedAway(CollectException failure) {
        return TURNED_AWAY.contains(failure.code())
                || String.valueOf(failure.getMessage()).contains("authentication failed");
    }

    /** As written in answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Level or(Level other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
