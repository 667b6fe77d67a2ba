package io.dbvitals.sql.jdbc;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.SqlServer;
import java.sql.SQLException;
import java.time.Duration;

/** Reads of one server over the sessions of its pool: which errors end a session, and which reads are tried once more. */
public final class PooledReads implements AutoCloseable {
    private final String address;
    private final SqlErrors errors;
    private final SessionOpener opener;
    private final Sessions sessions;

    /** Opens nothing yet; {@code cap}: never more sessions than this are open. */
    public PooledReads(String address, int cap, SqlErrors errors, SessionOpener opener) {
        this.address = address;
        this.errors = errors;
        this.opener = opener;
        this.sessions = new Sessions(address, cap);
    }

    /** What to do with a session. */
    public interface Work<T> {
        T on(Session session, Duration timeout) throws SQLException, CollectException;
    }

    /** How many sessions are open now. */
    public int open() {
        return sessions.open();
    }

    /** Runs one statement, and ends it on the server where the server falls silent. */
    public <T> T read(SqlServer.Statement statement, Deadline deadline, SqlServer.RowReader<T> reader)
            throws CollectException, InterruptedException {
        return use(statement, deadline, false, (session, timeout) -> session.read(statement, timeout, reader));
    }

    /** Has the server prepare the statement. */
    public void check(SqlServer.Statement statement, Deadline deadline) throws CollectException, InterruptedException {
        use(statement, deadline, false, (session, timeout) -> {
            session.check(statement, timeout);
            return true;
        });
    }

    /**
     * Does the work in a session of the statement's database.
     *
     * @param trivial whether silence can only mean that the connection or the server is dead, and nothing runs that needs an end
     */
    public <T> T use(SqlServer.Statement statement, Deadline deadline, boolean trivial, Work<T> work)
            throws CollectException, InterruptedException {
        boolean again = false;
        while (true) {
            if (deadline.passed()) {
                throw new CollectException(Reason.TIMEOUT, statement.name() + ": no time was left to begin");
            }
            Session session = sessions.take(statement.database(), again, deadline, opener);
            boolean healthy = false;
            boolean cancel = false;
            try {
                // Waiting and connecting have taken their time; the server must stop when nobody waits any more.
                Duration left = deadline.remaining();
                T result = work.on(session, left.compareTo(statement.timeout()) < 0 ? left : statement.timeout());
                healthy = true;
                return result;
            } catch (SQLException e) {
                boolean silent = errors.timedOut(e);
                boolean broken = errors.broken(e);
                healthy = !broken && !silent && !errors.rightMissing(e);
                cancel = silent && !trivial;
                // A kept connection that breaks says nothing about the server: it may have restarted since.
                boolean stale = session.kept() && !errors.tooLarge(e) && (silent ? trivial : broken);
                if (again || !stale || deadline.passed()) {
                    throw errors.toCollectException(statement.name() + " on " + address, e);
                }
            } catch (CollectException e) {
                // The reader stopped half-way through a good result, or reading rows broke the connection.
                healthy = e.reason() == Reason.BAD_DATA || e.reason() == Reason.DENIED;
                throw e;
            } finally {
                if (healthy) {
                    sessions.giveBack(session);
                } else {
                    sessions.discard(session, cancel);
                }
            }
            sessions.closeIdle();
            again = true;
        }
    }

    /** Closes the sessions that nobody uses now. */
    public void closeIdle() {
        sessions.closeIdle();
    }

    /** Closes the sessions that nobody uses now, and the others when they come back. */
    public void reopen() {
        sessions.reopen();
    }

    @Override
    public void close() {
        sessions.close();
    }
}
