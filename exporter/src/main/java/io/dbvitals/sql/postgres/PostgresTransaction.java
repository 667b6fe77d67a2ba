package io.dbvitals.sql.postgres;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.TextRows;
import io.dbvitals.sql.Transactions;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutor;
import org.postgresql.jdbc.PreferQueryMode;

/** A transaction that is under way on a connection. */
final class PostgresTransaction implements Transactions.Transaction {
    private final Connection connection;
    private final String what;

    /** {@code what} is being done, and where, for messages. */
    PostgresTransaction(Connection connection, String what) {
        this.connection = connection;
        this.what = what;
    }

    /** The first statement: the driver sends it together with BEGIN. */
    void begin(Map<String, String> settings) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT 1");
        settings.forEach((name, value) -> sql.append(", pg_catalog.set_config(?, ?, true)"));
        try (PreparedStatement statement = prepare(sql.toString())) {
            int place = 1;
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                statement.setString(place++, setting.getKey());
                statement.setString(place++, setting.getValue());
            }
            statement.executeQuery().close();
        }
    }

    @Override
    public void set(String setting, String value) throws CollectException {
        try {
            begin(Map.of(setting, value));
        } catch (SQLException e) {
            throw PostgresErrors.INSTANCE.toCollectException(what, e);
        }
    }

    @Override
    public <T> T read(String sql, List<?> values, SqlServer.RowReader<T> reader) throws CollectException {
        if (Thread.currentThread().isInterrupted()) {
            // Waiting for the server cannot be interrupted.
            throw new CollectException(Reason.TIMEOUT, what + ": given up before it was sent");
        }
        try (PreparedStatement statement = prepare(sql)) {
            for (int i = 0; i < values.size(); i++) {
                bind(statement, i + 1, values.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                return reader.read(new PostgresRows(rows));
            }
        } catch (SQLException e) {
            throw PostgresErrors.quotesData(e)
                    ? PostgresErrors.withoutData(what, e)
                    : PostgresErrors.INSTANCE.toCollectException(what, e);
        }
    }

    @Override
    public <T> T verbatim(String sql, SqlServer.RowReader<T> reader) throws CollectException {
        try {
            QueryExecutor executor = connection.unwrap(BaseConnection.class).getQueryExecutor();
            PreferQueryMode usual = executor.getPreferQueryMode();
            // The extended protocol would take $1 for a value that is to come.
            executor.setPreferQueryMode(PreferQueryMode.SIMPLE);
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                boolean gives = statement.execute(sql);
                while (!gives && statement.getUpdateCount() >= 0) {
                    gives = statement.getMoreResults();
                }
                if (!gives) {
                    return reader.read(new TextRows(List.of(), new byte[0], new int[0], 0));
                }
                try (ResultSet rows = statement.getResultSet()) {
                    return reader.read(new PostgresRows(rows));
                }
            } finally {
                executor.setPreferQueryMode(usual);
            }
        } catch (SQLException e) {
            throw PostgresErrors.quotesData(e)
                    ? PostgresErrors.withoutData(what, e)
                    : PostgresErrors.INSTANCE.toCollectException(what, e);
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        // No generic plan: the one for these values is what an application with literals or few executions gets.
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        return statement;
    }

    private void bind(PreparedStatement statement, int place, Object value) throws SQLException {
        if (value instanceof Object[] values) {
            Array array = connection.createArrayOf(elementType(values), values);
            statement.setArray(place, array);
        } else if (value instanceof String text) {
            statement.setObject(place, text, Types.OTHER);
        } else {
            statement.setObject(place, value);
        }
    }

    private static String elementType(Object[] values) {
        if (values instanceof Integer[]) {
            return "int4";
        }
        return values instanceof Double[] ? "float8" : "text";
    }
}
