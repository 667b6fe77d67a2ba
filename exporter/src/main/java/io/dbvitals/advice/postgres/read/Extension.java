package io.dbvitals.advice.postgres.read;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where pg_stat_statements can be read.
 *
 * @param schema quoted
 * @param minor of its version 1
 * @param planning whether it counts planning too
 */
public record Extension(String database, String schema, int minor, boolean planning) {
    private static final String SQL = """
            SELECT pg_catalog.quote_ident(n.nspname), e.extversion::pg_catalog.text,
                   COALESCE(pg_catalog.current_setting('pg_stat_statements.track_planning', true), 'off'),
                   pg_catalog.current_setting('pg_stat_statements.max', true) IS NOT NULL AS loaded
              FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
             WHERE e.extname = 'pg_stat_statements'""";

    private static final String MISSING =
            "pg_stat_statements is in none of the databases that are read, so nothing is known of the"
                    + " statements; set shared_preload_libraries = 'pg_stat_statements', restart the server, and run"
                    + " CREATE EXTENSION pg_stat_statements in the database of the target's url";

    private static final String NOT_LOADED =
            "pg_stat_statements is not loaded, so nothing is known of the statements; set"
                    + " shared_preload_libraries = 'pg_stat_statements' and restart the server";

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    static Extension find(SqlServer server, List<String> databases, Deadline deadline)
            throws CollectException, InterruptedException {
        for (String database : databases) {
            Optional<Extension> found =
                    server.read(new SqlServer.Statement("advice", database, SQL, TIMEOUT, 0), deadline, rows -> {
                        if (!rows.next()) {
                            return Optional.empty();
                        }
                        if (rows.number(3) == 0) {
                            throw new CollectException(Reason.UNSUPPORTED, NOT_LOADED);
                        }
                        String[] version = rows.text(1).split("\\.", -1);
                        return Optional.of(new Extension(
                                database,
                                rows.text(0),
                                version[0].equals("1") ? Integer.parseInt(version[1]) : Integer.MAX_VALUE,
                                rows.text(2).equals("on")));
                    });
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new CollectException(Reason.UNSUPPORTED, MISSING);
    }
}
