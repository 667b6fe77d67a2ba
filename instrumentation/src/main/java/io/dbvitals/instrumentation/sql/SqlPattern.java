package io.dbvitals.instrumentation.sql;

/**
 * What many executions of one statement have in common.
 *
 * @param text the statement with a question mark for each value, on one line, without comments
 * @param operation what it does, in one word of a short list: {@code SELECT}, {@code INSERT}, or {@code _OTHER}
 */
public record SqlPattern(String text, String operation) {
    /** The operation of a statement that is none of the list. */
    public static final String OTHER = Operations.OTHER;
}
