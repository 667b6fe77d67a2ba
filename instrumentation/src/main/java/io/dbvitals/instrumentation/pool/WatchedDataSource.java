package io.dbvitals.instrumentation.pool;

import io.dbvitals.instrumentation.jdbc.ForwardingDataSource;
import io.dbvitals.instrumentation.pool.lease.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.sql.DataSource;

/** Passes everything on and sees connections leave and come back. */
final class WatchedDataSource extends ForwardingDataSource {
    private final PoolMonitor monitor;

    WatchedDataSource(DataSource pool, PoolMonitor monitor) {
        super(pool);
        this.monitor = monitor;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return take(target()::getConnection);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return take(() -> target().getConnection(username, password));
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
