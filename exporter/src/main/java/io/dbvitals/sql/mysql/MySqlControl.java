package io.dbvitals.sql.mysql;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.login.AuthenticationPause;
import io.dbvitals.sql.Control;
import io.dbvitals.sql.SqlServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * A connection that tells a MySQL or MariaDB server what to do. MySQL's own timeout is for SELECT only: what else takes longer is given
 * up by this end a little later, and the connection with it.
 */
public final class MySqlControl implements Control {
    /** How the sessions call themselves in {@code performance_schema.session_connect_attrs}. */
    public static final String PROGRAM = "dbvitals-guard";

    /** How much longer than the server's own timeout the client waits for an answer. */
    private static final int GRACE_MILLIS = 1000;

    private final Connection connection;
    private final String what;

    private MySqlControl(Connection connection, String what) {
        this.connection = connection;
        this.what = what;
    }

    /** Connections to that server. */
    public static Opener opener(MySqlConfig config) {
        MySqlConnector connector = new MySqlConnector(config, new AuthenticationPause(System::nanoTime));
        return timeout -> open(connector, timeout, "guard on " + config.address());
    }

    private static Control open(MySqlConnector connector, Duration timeout, String what) throws CollectException {
        Connection connection = connector.writable(timeout, PROGRAM);
        MySqlControl control = new MySqlControl(connection, what);
        try {
            connection.setNetworkTimeout(Runnable::run, (int) timeout.toMillis() + GRACE_MILLIS);
        } catch (SQLException e) {
            control.close();
            throw MySqlErrors.INSTANCE.toCollectException(what, e);
        }
        return control;
    }

    @Override
    public <T> T read(String sql, List<?> values, SqlServer.RowReader<T> reader) throws CollectException {
        if (Thread.currentThread().isInterrupted()) {
            // Waiting for the server cannot be interrupted.
            throw new CollectException(Reason.TIMEOUT, what + ": given up before it was sent");
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                return reader.read(new MySqlRows(rows));
            }
        } catch (SQLException e) {
            throw MySqlErrors.INSTANCE.toCollectException(what, e);
        }
    }

    @Override
    public void run(String sql) throws CollectException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw MySqlErrors.INSTANCE.toCollectException(what, e);
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
