package io.dbvitals.http.resource;

import java.util.Locale;

/** Why a call is refused, for those who watch over it. */
public enum RefusalReason {
    /** No login, or a wrong one. */
    LOGIN,
    /** Too many wrong logins from one address. */
    LOGINS_LIMITED,
    /** It needs another role. */
    ROLE,
    /** It comes, or may come, from a page of another site. */
    CROSS_SITE,
    /** Too many calls. */
    RATE_LIMITED,
    /** Its record could not be written. */
    NOT_AUDITED,
    /** All threads that answer calls are taken. */
    BUSY,
    /** It was not answered in time. */
    TIMEOUT;

    /** As it stands in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
