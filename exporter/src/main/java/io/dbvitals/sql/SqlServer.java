package io.dbvitals.sql;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import java.time.Duration;

/** One database server, whatever its make: tells what it is, and runs statements that only read. */
public interface SqlServer extends AutoCloseable {
    /** {@code host:port}. */
    String address();

    /** Never more connections than this are open, over all databases. */
    int maxConnections();

    /** How many are open now. */
    int openConnections();

    /** The database that server-wide queries run in. */
    String mainDatabase();

    /** The user that the connections are opened as. */
    String user();

    /** Asks the server what it is now; the trivial query that says whether it is up. */
    ServerFacts facts(Deadline deadline) throws CollectException, InterruptedException;

    /** What that database has now. */
    DatabaseFacts databaseFacts(String database, Deadline deadline) throws CollectException, InterruptedException;

    /**
     * Runs one read-only statement. The server ends it after {@code statement.timeout()}; where the server does not answer, the
     * connection is given up shortly after.
     *
     * @param deadline until when a free connection is waited for
     */
    <T> T read(Statement statement, Deadline deadline, RowReader<T> reader)
            throws CollectException, InterruptedException;

    /** Prepares the statement on the server without running it; throws what the server has against it. */
    void check(Statement statement, Deadline deadline) throws CollectException, InterruptedException;

    /** Lets go of all connections: of idle ones now, of others when they come back. The next reading opens a new one. */
    void reopen();

    @Override
    void close();

    /**
     * What to run.
     *
     * @param name for error messages
     * @param timeout after which the server cancels it; not zero
     * @param maxRows fetched at most; 0 for all
     */
    record Statement(String name, String database, String sql, Duration timeout, int maxRows) {}

    /** Turns rows into a value while the connection is held. */
    interface RowReader<T> {
        T read(Rows rows) throws CollectException;
    }
}
