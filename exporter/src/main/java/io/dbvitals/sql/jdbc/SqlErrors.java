package io.dbvitals.sql.jdbc;

import io.dbvitals.scrape.CollectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;

/** Says what the errors of one kind of server mean. */
public interface SqlErrors {
    /** {@code what} was being done; the message holds no secret, and the remedy where there is one. */
    CollectException toCollectException(String what, SQLException e);

    /** Whether the connection is of no use any more though the server may be, so that a new one helps. */
    boolean broken(SQLException e);

    /** Whether a right was missing that only a later session may have: servers read what is granted when a session begins. */
    default boolean rightMissing(SQLException e) {
        return false;
    }

    /** Whether the driver stopped reading because the result is too large: a new connection would not help. */
    default boolean tooLarge(SQLException e) {
        return false;
    }

    /** Whether the server did not answer in time. */
    default boolean timedOut(SQLException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
