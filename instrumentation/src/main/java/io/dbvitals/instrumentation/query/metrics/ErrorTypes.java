package io.dbvitals.instrumentation.query.metrics;

import java.sql.SQLException;

/** Names what went wrong in a word that has no value in it: the SQLSTATE, or the class of the exception. */
public final class ErrorTypes {
    /** Nothing went wrong. */
    public static final String NONE = "";

    /** Something went wrong, and nobody knows what. */
    public static final String UNKNOWN = "_OTHER";

    private static final int SQLSTATE = 5;

    private ErrorTypes() {}

    /** OpenTelemetry's {@code error.type} of a failure. */
    public static String of(Throwable failure) {
        String state = failure instanceof SQLException sql ? sql.getSQLState() : null;
        if (state != null && state.length() == SQLSTATE && state.chars().allMatch(ErrorTypes::isOfState)) {
            return state;
        }
        return failure.getClass().getName();
    }

    private static boolean isOfState(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    }
}
