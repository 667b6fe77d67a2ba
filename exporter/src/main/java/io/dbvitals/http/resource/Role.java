package io.dbvitals.http.resource;

/** What somebody may do, from less to more. */
public enum Role {
    /** Sees all that is shown. */
    VIEWER,
    /** Also changes something. */
    ADMIN;

    /** Whether this one may do what the other may. */
    public boolean covers(Role other) {
        return compareTo(other) >= 0;
    }
}
