package io.dbvitals.demo.bench.vector;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Sessions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a role's statements have cost the server, from pg_stat_statements.
 *
 * @param calls of statements, those that begin and end transactions and that set something too
 * @param millis that the server worked for them, planning left out
 */
record Cost(long calls, double millis) {
    /** What EXPLAIN runs inside is in its own time. */
    private static final String OF_ROLE = """
            SELECT coalesce(sum(s.calls), 0), coalesce(sum(s.total_exec_time), 0)
              FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
             WHERE r.rolname = ? AND s.toplevel AND strpos(s.query, ?) > 0
            """;

    /** Of the statements of a role whose text has this in it; empty for all. */
    static Cost of(Sessions sessions, String role, String text) throws DemoException {
        try (Connection session = sessions.open();
                PreparedStatement statement = session.prepareStatement(OF_ROLE)) {
            statement.setString(1, role);
            statement.setString(2, text);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return new Cost(rows.getLong(1), rows.getDouble(2));
            }
        } catch (SQLException e) {
            throw new DemoException("pg_stat_statements cannot be read", e);
        }
    }

    Cost since(Cost earlier) {
        return new Cost(calls - earlier.calls, millis - earlier.millis);
    }
}
