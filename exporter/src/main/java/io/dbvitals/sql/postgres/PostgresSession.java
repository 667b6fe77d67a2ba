package io.dbvitals.sql.postgres;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.Transactions;
import io.dbvitals.sql.jdbc.Session;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;

/**
 * One connection to one database. Its transactions are read-only from the start (a startup option), so a statement needs one round
 * trip; the timeout on the server is changed only when it differs from the one in force.
 */
final class PostgresSession extends Session {
    /** How much longer than the server's own timeout the client waits for an answer. */
    private static final int GRACE_MILLIS = 1000;

    private final Connection connection;
    private final String database;
    private long timeoutMillis;
    private int networkMillis;

    PostgresSession(Connection connection, String database, Duration timeout) {
        this.connection = connection;
        this.database = database;
        this.timeoutMillis = timeout.toMillis();
    }

    @Override
    protected boolean serves(String other) {
        return database.equals(other);
    }

    @Override
    public <T> T read(SqlServer.Statement statement, Duration timeout, SqlServer.RowReader<T> reader)
            throws SQLException, CollectException {
        limit(timeout);
        try (PreparedStatement prepared = connection.prepareStatement(
                statement.sql(), ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
            prepared.setMaxRows(statement.maxRows());
            try (ResultSet rows = prepared.executeQuery()) {
                return reader.read(new PostgresRows(rows));
            }
        }
    }

    /** Runs the work in a transaction of its own, which is rolled back. */
    <T> T inTransaction(Transactions.Frame frame, Duration timeout, String where, Transactions.Work<T> work)
            throws SQLException, CollectException {
        limit(timeout);
        connection.setAutoCommit(false);
        PostgresTransaction transaction = new PostgresTransaction(connection, frame.name() + " on " + where);
        try {
            transaction.begin(frame.settings());
        } catch (SQLException e) {
            // The error may leave the connection whole, and then it is used again: not in a transaction that failed.
            try {
                end();
            } catch (SQLException broken) {
                e.addSuppressed(broken);
            }
            throw e;
        }
        T result;
        try {
            result = work.in(transaction);
        } catch (CollectException e) {
            try {
                end();
            } catch (SQLException broken) {
                throw new CollectException(
                        e.reason() == Reason.TIMEOUT ? Reason.TIMEOUT : Reason.UNREACHABLE,
                        String.valueOf(e.getMessage()),
                        e);
            }
            throw e;
        }
        end();
        return result;
    }

    private void end() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @Override
    public void check(SqlServer.Statement statement, Duration timeout) throws SQLException {
        limit(timeout);
        try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
            // Asking for the result's columns makes the driver have the server parse and plan the statement.
            prepared.getMetaData();
        }
    }

    @Override
    protected void cancelAndClose() {
        cancel();
        close();
    }

    /** Asks the server to stop what runs; may be called by any thread. */
    void cancel() {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            // The server cannot be reached for this either; hanging up is what is left.
        }
    }

    @Override
    protected void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is closed as far as this end is concerned.
        }
    }

    private void limit(Duration timeout) throws SQLException {
        long millis = Math.max(1, timeout.toMillis());
        int network = (int) Math.min(Integer.MAX_VALUE, millis + GRACE_MILLIS);
        if (network != networkMillis) {
            connection.setNetworkTimeout(Runnable::run, network);
            networkMillis = network;
        }
        if (millis != timeoutMillis) {
            try (java.sql.Statement set = connection.createStatement()) {
                set.execute("SET statement_timeout = " + millis);
            }
            timeoutMillis = millis;
        }
    }
}
