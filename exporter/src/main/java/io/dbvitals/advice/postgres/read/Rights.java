package io.dbvitals.advice.postgres.read;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;

/** What the monitoring user may do beside reading. */
public final class Rights {
    private static final String SQL = """
            SELECT r.rolsuper OR pg_catalog.pg_has_role('pg_execute_server_program', 'USAGE')
                   OR pg_catalog.pg_has_role('pg_write_server_files', 'USAGE')
              FROM pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER""";

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private Rights() {}

    /** Whether it may run programs or write files on the server, which even a transaction that only reads does not keep it from. */
    public static boolean mighty(SqlServer server, Deadline deadline) throws CollectException, InterruptedException {
        return server.read(
                new SqlServer.Statement("advice", server.mainDatabase(), SQL, TIMEOUT, 0),
                deadline,
                rows -> !rows.next() || rows.number(0) == 1);
    }
}
