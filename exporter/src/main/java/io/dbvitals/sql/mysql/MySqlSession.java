package io.dbvitals.sql.mysql;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.jdbc.Session;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;

/**
 * One connection, in whatever database its last statement ran in. Statements go as text: the server keeps no plans, and SHOW cannot be
 * prepared everywhere.
 */
final class MySqlSession extends Session {
    /** How much longer than the server's own timeout the client waits for an answer. */
    private static final int GRACE_MILLIS = 1000;

    private final Connection connection;
    private final long threadId;
    private final boolean mariaDb;
    private final Killer killer;
    private String database;
    private long timeoutMillis = -1;
    private int networkMillis;

    /** Ends what runs on another connection. */
    interface Killer {
        void killQuery(long threadId);
    }

    MySqlSession(Connection connection, long threadId, boolean mariaDb, String database, Killer killer) {
        this.connection = connection;
        this.threadId = threadId;
        this.mariaDb = mariaDb;
        this.database = database;
        this.killer = killer;
    }

    @Override
    protected boolean serves(String other) {
        return true;
    }

    @Override
    public <T> T read(SqlServer.Statement statement, Duration timeout, SqlServer.RowReader<T> reader)
            throws SQLException, CollectException {
        use(statement.database());
        limit(timeout);
        try (Statement sent =
                connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
            sent.setMaxRows(statement.maxRows());
            try (ResultSet rows = sent.executeQuery(statement.sql())) {
                return reader.read(new MySqlRows(rows));
            }
        }
    }

    /** By PREPARE, which parses a statement and looks up its tables; what cannot be prepared, as most kinds of SHOW, is passed over. */
    @Override
    public void check(SqlServer.Statement statement, Duration timeout) throws SQLException {
        use(statement.database());
        limit(timeout);
        String sql = statement.sql().strip().replaceFirst("^/\\*.*?\\*/\\s*", "");
        if (sql.toUpperCase(Locale.ROOT).startsWith("SHOW")) {
            return;
        }
        try (PreparedStatement prepare = connection.prepareStatement("SET @dbvitals_check = ?")) {
            prepare.setString(1, sql);
            prepare.execute();
        }
        try (Statement sent = connection.createStatement()) {
            sent.execute("PREPARE dbvitals_check FROM @dbvitals_check");
            sent.execute("DEALLOCATE PREPARE dbvitals_check");
        }
    }

    @Override
    protected void cancelAndClose() {
        close();
        killer.killQuery(threadId);
    }

    @Override
    protected void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is closed as far as this end is concerned.
        }
    }

    private void use(String wanted) throws SQLException {
        if (!wanted.isEmpty() && !wanted.equals(database)) {
            connection.setCatalog(wanted);
            database = wanted;
        }
    }

    /** MySQL's limit is for SELECT only; what it does not end, as a SHOW that waits for a lock, is killed after the network's timeout. */
    private void limit(Duration timeout) throws SQLException {
        long millis = Math.max(1, timeout.toMillis());
        int network = (int) Math.min(Integer.MAX_VALUE, millis + GRACE_MILLIS);
        if (network != networkMillis) {
            connection.setNetworkTimeout(Runnable::run, network);
            networkMillis = network;
        }
        if (millis != timeoutMillis) {
            String set = mariaDb
                    ? "SET SESSION max_statement_time = " + millis / 1000 + "."
                            + String.format(Locale.ROOT, "%03d", millis % 1000)
                    : "SET SESSION max_execution_time = " + millis;
            try (Statement sent = connection.createStatement()) {
                sent.execute(set);
            }
            timeoutMillis = millis;
        }
    }
}
