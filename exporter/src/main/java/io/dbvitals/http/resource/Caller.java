package io.dbvitals.http.resource;

/**
 * Who calls.
 *
 * @param name for the audit log: a user, the name of a token, the subject of a certificate, or {@code anonymous}
 */
public record Caller(String name, Role role) {
    /** Where reading is open to all. */
    public static final Caller ANONYMOUS = new Caller("anonymous", Role.VIEWER);
}
