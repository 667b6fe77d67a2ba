package io.dbvitals.pgbouncer.wire;

import java.util.Locale;

/** The server said no: an ErrorResponse. */
public final class ServerError extends Exception {
    private static final int LONGEST = 300;

    private final boolean fatal;
    private final String sqlState;

    ServerError(boolean fatal, String sqlState, String message) {
        super(oneLine(message));
        this.fatal = fatal;
        this.sqlState = sqlState;
    }

    /** Whether the server ends the connection with it. */
    public boolean fatal() {
        return fatal;
    }

    /** Five characters; PgBouncer has {@code 08P01} for nearly everything. */
    public String sqlState() {
        return sqlState;
    }

    /** Whether what it said holds that text, whatever the case. */
    public boolean says(String text) {
        return String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains(text);
    }

    private static String oneLine(String message) {
        String line = message.replaceAll("\\s*\\n\\s*", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
