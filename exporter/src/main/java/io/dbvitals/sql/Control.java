package io.dbvitals.sql;

import io.dbvitals.scrape.CollectException;
import java.time.Duration;
import java.util.List;

/**
 * One connection by which a server is told what to do. Every statement is a transaction of its own, and may write; the server ends one
 * that takes longer than the timeout that the connection was opened with.
 */
public interface Control extends AutoCloseable {
    /**
     * Runs a statement and reads its rows.
     *
     * @param sql with {@code ?} in the places of the values
     * @param values as {@link Transactions.Transaction#read} takes them
     */
    <T> T read(String sql, List<?> values, SqlServer.RowReader<T> reader) throws CollectException;

    /** Runs a statement that gives no rows. */
    void run(String sql) throws CollectException;

    /** Whether statements can still be sent; false after the connection broke. */
    boolean open();

    @Override
    void close();

    /** Opens them. */
    interface Opener {
        /**
         * Connects.
         *
         * @param timeout of each statement, set on the server
         */
        Control open(Duration timeout) throws CollectException;
    }
}
