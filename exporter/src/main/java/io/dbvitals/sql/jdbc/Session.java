package io.dbvitals.sql.jdbc;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.SqlServer;
import java.sql.SQLException;
import java.time.Duration;

/** One connection, which one thread at a time uses; everything in it only reads. */
public abstract class Session {
    private final long openedNanos = System.nanoTime();
    private boolean kept;

    /** Whether statements of that database can run in it. */
    protected abstract boolean serves(String database);

    /** Runs the statement, which the server ends after {@code timeout}; gives up a little later where it is silent. */
    public abstract <T> T read(SqlServer.Statement statement, Duration timeout, SqlServer.RowReader<T> reader)
            throws SQLException, CollectException;

    /** Has the server parse the statement without running it. */
    public abstract void check(SqlServer.Statement statement, Duration timeout) throws SQLException;

    /** For a server that does not answer: asks it to stop what runs, on a connection of its own, and hangs up. */
    protected abstract void cancelAndClose();

    /** Hangs up. */
    protected abstract void close();

    final long openedNanos() {
        return openedNanos;
    }

    /** Called when it is laid aside for later use. */
    final void keep() {
        kept = true;
    }

    /** Whether it was laid aside before: only then can it have gone stale unnoticed. */
    final boolean kept() {
        return kept;
    }
}
