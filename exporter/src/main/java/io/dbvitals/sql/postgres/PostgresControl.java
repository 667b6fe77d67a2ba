package io.dbvitals.sql.postgres;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.login.AuthenticationPause;
import io.dbvitals.sql.Control;
import io.dbvitals.sql.SqlServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A connection that tells a PostgreSQL server what to do. */
public final class PostgresControl implements Control {
    /** How much longer than the server's own timeout the client waits for an answer. */
    private static final int GRACE_MILLIS = 1000;

    private final Connection connection;
    private final String where;
    private final PostgresTransaction statements;

    private PostgresControl(Connection connection, String where) {
        this.connection = connection;
        this.where = where;
        this.statements = new PostgresTransaction(connection, "guard on " + where);
    }

    /** Connections to the database of that target. */
    public static Opener opener(TargetConfig.Postgres config) {
        PostgresConnector connector = new PostgresConnector(config, new AuthenticationPause(System::nanoTime));
        return timeout -> {
            Connection connection = connector.writable(timeout);
            try {
                connection.setNetworkTimeout(Runnable::run, (int) timeout.toMillis() + GRACE_MILLIS);
            } catch (SQLException e) {
                throw PostgresErrors.INSTANCE.toCollectException("guard on " + config.server(), e);
            }
            return new PostgresControl(connection, config.server());
        };
    }

    @Override
    public <T> T read(String sql, List<?> values, SqlServer.RowReader<T> reader) throws CollectException {
        return statements.read(sql, values, reader);
    }

    @Override
    public void run(String sql) throws CollectException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw PostgresErrors.INSTANCE.toCollectException("guard on " + where, e);
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
