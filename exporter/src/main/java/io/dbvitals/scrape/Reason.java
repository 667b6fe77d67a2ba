package io.dbvitals.scrape;

import java.util.Locale;

/** Why a collector gave nothing; the {@code reason} label of {@code dbvitals_collector_errors_total}. */
public enum Reason {
    /** No connection, or it broke. */
    UNREACHABLE,
    /** The server knows us and refuses: wrong password, missing privilege. */
    DENIED,
    /** Not done in time; what ran on the server was cancelled. */
    TIMEOUT,
    /** The server cannot do this: too old, extension missing, feature off. */
    UNSUPPORTED,
    /** The server answered with something that is no metric. */
    BAD_DATA;

    /** As written in labels and logs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
