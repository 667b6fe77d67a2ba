package io.dbvitals.replication.state;

import java.util.Locale;

/**
 * Something about replication that is not as it should be.
 *
 * @param id stays the same whatever the server and its names are, as {@code slot_inactive}
 * @param text what was seen; no statement, no secret
 * @param remedy what to do
 */
public record Finding(String id, Severity severity, String text, String remedy) {
    /** From the mildest to the worst. */
    public enum Severity {
        /** It works; another choice would be safer. */
        INFO,
        WARNING,
        /** Replication does not work, or stops the primary. */
        CRITICAL;

        /** As written in answers. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Finding info(String id, String text, String remedy) {
        return new Finding(id, Severity.INFO, text, remedy);
    }

    public static Finding warning(String id, String text, String remedy) {
        return new Finding(id, Severity.WARNING, text, remedy);
    }

    public static Finding critical(String id, String text, String remedy) {
        return new Finding(id, Severity.CRITICAL, text, remedy);
    }
}
