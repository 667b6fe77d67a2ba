package io.dbvitals.replication.state;

/** What one of the two halves of a replica does: the one that receives, or the one that applies. */
public enum Work {
    RUNS,
    /** It tries to reach its source, or has just begun. */
    CONNECTS,
    STOPPED,
    /** Stands still because somebody asked for it. */
    PAUSED,
    /** The server does not tell, as where a right is missing. */
    UNKNOWN;

    /** Known not to do its work. */
    public boolean broken() {
        return this == CONNECTS || this == STOPPED;
    }
}
