package io.dbvitals.instrumentation.pool;

import io.dbvitals.instrumentation.pool.lease.Lease;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Passes everything on and sees connections leave and come back. */
final class WatchedDataSource implements DataSource {
    private final DataSource pool;
    private final PoolMonitor monitor;

    WatchedDataSource(DataSource pool, PoolMonitor monitor) {
        this.pool = pool;
        this.monitor = monitor;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return take(pool::getConnection);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return take(() -> pool.getConnection(username, password));
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(pool) ? type.cast(pool) : pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(pool) || pool.isWrapperFor(type);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }

    private Connection take(Source source) throws SQLException {
        return monitor.recordsItself() ? leased(source.get()) : leased(timed(source));
    }

    private Connection timed(Source source) throws SQLException {
        long begin = monitor.nanos();
        monitor.recordWaitBegin();
        try {
            return source.get();
        } catch (SQLTransientConnectionException | SQLTimeoutException e) {
            monitor.recordTimeout();
            throw e;
        } catch (SQLException e) {
            monitor.recordError();
            throw e;
        } finally {
            monitor.recordWaitEnd();
            monitor.recordWait(Duration.ofNanos(monitor.nanos() - begin));
        }
    }

    private Connection leased(Connection connection) {
        Lease lease = monitor.recordCheckout();
        return WatchedConnection.of(connection, () -> monitor.recordCheckin(lease));
    }

    /** One of the two ways to ask for a connection. */
    private interface Source {
        Connection get() throws SQLException;
    }
}
