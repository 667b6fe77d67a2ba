package io.dbvitals.demo.shop;

import java.sql.SQLException;

/**
 * How a workload comes by sessions at one server. Whatever fails there throws an {@link SQLException} or an unchecked exception.
 *
 * @param <S> session
 */
interface Door<S> {
    /** Opens a session that the server shows under this name. */
    S open(String name) throws SQLException;

    /** Whether the session can do more work. */
    boolean usable(S session) throws SQLException;

    /** Ends what a task left open in its session. */
    void tidy(S session) throws SQLException;

    /** The server's short name of an error. */
    String code(Exception failure);
}
