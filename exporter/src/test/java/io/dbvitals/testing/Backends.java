package io.dbvitals.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks every few milliseconds, as the superuser, at how many backends the exporter has on a server. */
public final class Backends implements AutoCloseable {
    private static final String ALL = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'dbvitals'";

    private final Connection connection;
    private final Thread watcher;
    private volatile boolean ended;
    private volatile int most;

    private Backends(Connection connection) {
        this.connection = connection;
        this.watcher = new Thread(this::watch, "backends");
        watcher.setDaemon(true);
    }

    public static Backends watch(TestServer server) throws SQLException {
        Backends backends = new Backends(server.connect("postgres"));
        backends.watcher.start();
        return backends;
    }

    /** How many there are now. */
    public static int now(TestServer server) throws SQLException {
        return count(server, ALL);
    }

    /** How many of them run a statement now. */
    public static int active(TestServer server) throws SQLException {
        return count(server, ALL + " AND state <> 'idle'");
    }

    /** The first number that the statement gives. */
    public static int count(TestServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres")) {
            return count(connection, sql);
        }
    }

    /** The most that were ever seen at once. */
    public int most() {
        return most;
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        ended = true;
        watcher.join();
        connection.close();
    }

    private static int count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void watch() {
        try {
            while (!ended) {
                most = Math.max(most, count(connection, ALL));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
