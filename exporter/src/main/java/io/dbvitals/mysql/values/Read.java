package io.dbvitals.mysql.values;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.SqlServer.RowReader;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** How the collectors of one server send their statements, and what they know of it. */
public final class Read {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final SqlServer server;
    private final Supplier<Optional<ServerFacts>> facts;

    /** {@code facts} are there once the server has been asked for them, which every scrape does first. */
    public Read(SqlServer server, Supplier<Optional<ServerFacts>> facts) {
        this.server = server;
        this.facts = facts;
    }

    /** Sends the statement, bounded by what is left, and by two seconds. */
    public <T> T rows(String collector, String sql, Deadline deadline, RowReader<T> reader)
            throws CollectException, InterruptedException {
        Duration left = deadline.remaining();
        Duration timeout = left.compareTo(TIMEOUT) < 0 ? left.plusMillis(1) : TIMEOUT;
        return server.read(
                new SqlServer.Statement(
                        collector, server.mainDatabase(), "/* dbvitals " + collector + " */ " + sql, timeout, 0),
                deadline,
                reader);
    }

    /** Whether it is MariaDB and not MySQL. */
    public boolean mariaDb() throws CollectException {
        return known().engine() == Engine.MARIADB;
    }

    /** Whether it is MySQL of that version or a later one. */
    public boolean mySql(int major, int minor, int patch) throws CollectException {
        ServerFacts now = known();
        if (now.engine() != Engine.MYSQL) {
            return false;
        }
        String[] parts = now.version().split("\\.", -1);
        int[] least = {major, minor, patch};
        for (int i = 0; i < least.length; i++) {
            int part = i < parts.length ? Integer.parseInt(parts[i]) : 0;
            if (part != least[i]) {
                return part > least[i];
            }
        }
        return true;
    }

    private ServerFacts known() throws CollectException {
        return facts.get()
                .orElseThrow(() -> new CollectException(Reason.UNREACHABLE, "the server has not told its version yet"));
    }
}
