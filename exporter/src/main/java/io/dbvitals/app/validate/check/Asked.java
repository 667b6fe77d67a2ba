package io.dbvitals.app.validate.check;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;

/**
 * A server that has answered, and may be asked more.
 *
 * @param deadline of all questions
 */
public record Asked(SqlServer server, ServerFacts facts, Deadline deadline) {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    boolean postgres() {
        return facts.engine() == Engine.POSTGRES;
    }

    /** Reads in the main database. */
    <T> T read(String name, String sql, SqlServer.RowReader<T> reader) throws CollectException, InterruptedException {
        return server.read(new SqlServer.Statement(name, server.mainDatabase(), sql, TIMEOUT, 0), deadline, reader);
    }
}
