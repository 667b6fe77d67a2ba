package io.dbvitals.sql.mysql;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.login.AuthenticationPause;
import io.dbvitals.sql.Control;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.jdbc.JdbcControl;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Connections that tell a MySQL or MariaDB server what to do. MySQL's own timeout is for SELECT only: what else takes longer is given up
 * by this end a little later, and the connection with it.
 */
public final class MySqlControl {
    /** How the sessions call themselves in {@code performance_schema.session_connect_attrs}. */
    public static final String PROGRAM = "dbvitals-guard";

    private MySqlControl() {}

    /** Connections to that server. */
    public static Control.Opener opener(MySqlConfig config) {
        MySqlConnector connector = new MySqlConnector(config, new AuthenticationPause(System::nanoTime));
        String what = "guard on " + config.address();
        return timeout -> {
            Connection connection = connector.writable(timeout, PROGRAM);
            return JdbcControl.of(
                    connection, what, timeout, MySqlErrors.INSTANCE, new Statements(connection, what)::read);
        };
    }

    private record Statements(Connection connection, String what) {
        <T> T read(String sql, List<?> values, SqlServer.RowReader<T> reader) throws CollectException {
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
    }
}
