package io.dbvitals.sql;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A server on which several statements run in one read-only transaction, with settings of its own and values bound. */
public interface Transactions {
    /**
     * Runs the work in one transaction, which is rolled back. Every statement in it is ended by the server after
     * {@code frame.timeout()}.
     *
     * @param deadline until when a free connection is waited for, and the latest end of a statement
     */
    <T> T inTransaction(Frame frame, Deadline deadline, Work<T> work) throws CollectException, InterruptedException;

    /**
     * What holds for the whole transaction.
     *
     * @param name for error messages
     * @param settings in force until the end of the transaction, as by {@code SET LOCAL}
     * @param timeout of each statement; not zero
     */
    record Frame(String name, String database, Map<String, String> settings, Duration timeout) {
        public Frame {
            settings = Map.copyOf(settings);
        }
    }

    /** What is done in the transaction. */
    interface Work<T> {
        T in(Transaction transaction) throws CollectException;
    }

    /** Runs statements one after the other. */
    interface Transaction {
        /**
         * Runs a statement that is planned for these very values. An error that may quote one of them does not show in the message.
         *
         * @param sql with {@code ?} in the places of the values
         * @param values texts (of which the server finds out the type), numbers, {@code String[]}, {@code Integer[]} and {@code
         *     Double[]}
         */
        <T> T read(String sql, List<?> values, SqlServer.RowReader<T> reader) throws CollectException;

        /**
         * Sends a text as it is, by a protocol that reads nothing in it: {@code $1} and {@code ?} are the server's business. An
         * error that may quote what is in it does not show in the message.
         *
         * @param sql one statement or several; the rows of the first that gives any are read
         */
        <T> T verbatim(String sql, SqlServer.RowReader<T> reader) throws CollectException;

        /** As {@code SET LOCAL}. */
        void set(String setting, String value) throws CollectException;
    }
}
