package io.dbvitals.guard.session;

/** What else is known of a session. Those that protect it are never ended, whatever a rule says. */
public enum Trait {
    /** A session of dbvitals, this one's or another's. */
    OURSELVES(true, "a session of dbvitals"),
    /** Background work of the server, replication, an autovacuum. */
    NO_CLIENT(true, "not a client: background work of the server or replication"),
    SUPERUSER(true, "of a superuser"),
    /** The role may replicate. */
    REPLICATION(true, "of a replication role"),
    /** DDL or maintenance: VACUUM, CREATE INDEX, REINDEX, CLUSTER, REFRESH, ALTER. */
    MAINTENANCE(true, "runs maintenance or DDL"),
    /** The server reports progress of a backup, an index build or a rewrite for it. */
    IN_PROGRESS(true, "the server shows the progress of a backup or rebuild in it"),
    /** Its state is hidden from us. */
    HIDDEN(true, "hidden: a right is missing"),
    /** Much would have to be rolled back, which takes longer than going on. */
    LARGE_ROLLBACK(true, "has changed so much that rolling back would take long"),
    /** It keeps old rows from being removed, or has written. */
    HOLDS_HORIZON(false, "holds back the removal of dead rows");

    private final boolean protects;
    private final String text;

    Trait(boolean protects, String text) {
        this.protects = protects;
        this.text = text;
    }

    /** Whether no rule may end it. */
    public boolean protects() {
        return protects;
    }

    /** As people read it. */
    public String text() {
        return text;
    }
}
