package io.dbvitals.instrumentation.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Asks whether the database answers; it is called on a thread of its own, and throws where it does not. */
@FunctionalInterface
public interface HealthCheck {
    void check() throws Exception;

    /** Takes a connection and has the driver ask the server; an exhausted pool fails it, too. */
    static HealthCheck ping(DataSource pool, Duration timeout) {
        return () -> {
            try (Connection connection = pool.getConnection()) {
                if (!connection.isValid(Math.toIntExact(timeout.toSeconds()))) {
                    throw new SQLException("the connection is not valid", "08006");
                }
            }
        };
    }
}
