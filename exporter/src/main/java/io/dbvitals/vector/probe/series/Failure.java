package io.dbvitals.vector.probe.series;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.util.Locale;
import java.util.Set;

/** Why a search gave nothing; the {@code reason} label of {@code pg_vector_probe_errors_total}. */
public enum Failure {
    /** The probe's role may not read the column, or not connect to the database. */
    PERMISSION,
    /** A search, or drawing values for it, took longer than the configured timeout. */
    TIMEOUT,
    /** Somebody held a lock on the table that excludes reading. */
    LOCK,
    /** The table, its column or the database is no longer there. */
    GONE,
    /** There is no value to search for: no rows, only NULLs, or only zero vectors. */
    NO_SAMPLES,
    /** The server does not take a statement that the user wrote. */
    BAD_QUERY,
    /** The server could not compute with the values that are there. */
    BAD_DATA,
    /** No connection, or it broke. */
    UNREACHABLE;

    private static final Set<String> LOCKED = Set.of("55P03", "40P01", "40001");
    private static final Set<String> NOT_THERE = Set.of("3D000", "3F000", "42P01", "42703", "42704", "42883");

    /** {@code own}: whether the user wrote the statement. */
    public static Failure of(CollectException e, boolean own) {
        String code = e.code();
        if (LOCKED.contains(code)) {
            return LOCK;
        }
        if (code.equals("3D000") || (!own && NOT_THERE.contains(code))) {
            return GONE;
        }
        if (e.reason() == Reason.DENIED) {
            return PERMISSION;
        }
        if (e.reason() == Reason.TIMEOUT) {
            return TIMEOUT;
        }
        if (e.reason() == Reason.UNREACHABLE) {
            return UNREACHABLE;
        }
        // Class 22 are the errors of values, all others of a user's statement are its own.
        return own && !code.startsWith("22") ? BAD_QUERY : BAD_DATA;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether trying again is of no use before the catalogs have been looked at again. */
    public boolean lasts() {
        return this == PERMISSION || this == GONE || this == NO_SAMPLES || this == BAD_QUERY;
    }

    /** Whether what was known of the plan may no longer be true. */
    public boolean blinds() {
        return lasts() || this == UNREACHABLE;
    }
}
