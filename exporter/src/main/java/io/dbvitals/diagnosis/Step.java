package io.dbvitals.diagnosis;

import java.util.Locale;

/** What must work before a server can be read, in this order. */
public enum Step {
    /** Secrets and certificate files can be read. */
    CONFIGURATION,
    /** The host's name leads to addresses. */
    DNS,
    /** Something listens at each of them. */
    TCP,
    /** It is a server of that kind, and it encrypts as asked. */
    TLS,
    /** It has room for a session, and takes user and password. */
    AUTHENTICATION,
    /** The database is there and open to the user. */
    DATABASE,
    /** The user may read what is exported. */
    PRIVILEGES,
    /** Statements are answered. */
    QUERY;

    /** As written in texts and JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
