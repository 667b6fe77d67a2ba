package io.dbvitals.alerts;

import java.time.Instant;

/**
 * What keeps alerts from being told, for a time.
 *
 * @param id given by Alertmanager
 * @param createdBy whoever made it, by their own word
 * @param state {@code pending}, {@code active} or {@code expired}
 */
public record Silence(
        String id,
        Matchers matchers,
        Instant startsAt,
        Instant endsAt,
        String createdBy,
        String comment,
        String state) {
    /** What the comment of an acknowledgement begins with, by the convention of karma and kthxbye. */
    public static final String ACKNOWLEDGED = "ACK!";

    private static final String BY_US = " (dbvitals)";

    /** As it is told who made one through this program. */
    public static String creator(String actor) {
        return actor + BY_US;
    }

    public boolean isAcknowledgement() {
        return comment.startsWith(ACKNOWLEDGED);
    }

    /** Whether this program made it, on whichever machine it ran. */
    public boolean isOurs() {
        return createdBy.endsWith(BY_US);
    }

    public boolean isActive() {
        return state.equals("active");
    }

    public boolean isExpired() {
        return state.equals("expired");
    }
}
