package io.dbvitals.guard.audit;

import java.util.Locale;

/**
 * What a record may say beside its action and its target, in the order in which it is written. None holds the text of a query, which
 * may hold anybody's secrets.
 */
public enum AuditField {
    /** The session's number on its server. */
    PID,
    /** Who wanted it: a user, the terminal, a signal, a rule, a caller over HTTP. */
    ACTOR,
    RULE,
    /** What runs: the watch, a clean-up, an emergency. */
    MODE,
    DRY_RUN,
    /** Of the target: postgres, mysql. */
    KIND,
    BACKEND_START,
    XACT_START,
    QUERY_START,
    STATE,
    /** What the session waits for. */
    WAIT,
    DATABASE,
    USER,
    APPLICATION_NAME,
    /** The client's address and port. */
    CLIENT,
    QUERY_ID,
    /** For how long the session has been in what the rule ends it for, in seconds. */
    AGE_S,
    /** The sessions that wait for this one. */
    VICTIMS,
    /** What a silence of alerts is for. */
    MATCHERS,
    /** Until when it is at first. */
    UNTIL,
    /** More about an event, in words. */
    DETAIL;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
