package io.dbvitals.pgbouncer.wire;

import io.dbvitals.sql.TextRows;
import java.util.List;

/**
 * What a query gave.
 *
 * @param rows without columns where the server sent none
 * @param notices what it said besides; PgBouncer before 1.12 tells its version so
 */
public record Answer(TextRows rows, List<String> notices) {
    public Answer {
        notices = List.copyOf(notices);
    }
}
