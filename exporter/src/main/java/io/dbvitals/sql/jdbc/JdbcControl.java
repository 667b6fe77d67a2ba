package io.dbvitals.sql.jdbc;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Control;
import io.dbvitals.sql.SqlServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** A connection of a driver by which a server is told what to do. */
public final class JdbcControl implements Control {
    /** How much longer than the server's own timeout the client waits for an answer. */
    private static final int GRACE_MILLIS = 1000;

    private final Connection connection;
    private final String what;
    private final SqlErrors errors;
    private final Reads reads;

    private JdbcControl(Connection connection, String what, SqlErrors errors, Reads reads) {
        this.connection = connection;
        this.what = what;
        this.errors = errors;
        this.reads = reads;
    }

    /** Reads rows as that server gives them. */
    public interface Reads {
        /** As {@link Control#read}. */
        <T> T read(String sql, List<?> values, SqlServer.RowReader<T> reader) throws CollectException;
    }

    /**
     * Takes a connection over, and closes it if it is of no use.
     *
     * @param what is being done, and where, for messages
     * @param timeout that the server has for each statement
     */
    public static JdbcControl of(Connection connection, String what, Duration timeout, SqlErrors errors, Reads reads)
            throws CollectException {
        JdbcControl control = new JdbcControl(connection, what, errors, reads);
        try {
            connection.setNetworkTimeout(Runnable::run, (int) timeout.toMillis() + GRACE_MILLIS);
        } catch (SQLException e) {
            control.close();
            throw errors.toCollectException(what, e);
        }
        return control;
    }

    @Override
    public <T> T read(String sql, List<?> values, SqlServer.RowReader<T> reader) throws CollectException {
        return reads.read(sql, values, reader);
    }

    @Override
    public void run(String sql) throws CollectException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw errors.toCollectException(what, e);
        }
    }

    @Override
    public boolean open() {
        try {
            return !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is closed as far as this end is concerned.
            return;
        }
    }
}
