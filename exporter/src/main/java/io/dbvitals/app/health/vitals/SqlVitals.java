package io.dbvitals.app.health.vitals;

import io.dbvitals.app.health.figures.Limits;
import io.dbvitals.app.health.figures.Window;
import io.dbvitals.health.score.Vital;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a server by SQL: what it is, {@code SELECT 1} by the clock, and its components. */
final class SqlVitals implements Vitals {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final SqlServer server;
    private final Dialect dialect;
    private final Limits limits;
    private final Optional<ReplicationVital> replication;
    private final boolean pings;
    private final Runnable closing;
    private final Window window = new Window(System::nanoTime);

    /**
     * Asks nothing yet.
     *
     * @param pings whether the simplest statement is timed by itself
     * @param closing what lets go of the server, if it is ours
     */
    SqlVitals(
            SqlServer server,
            Dialect dialect,
            Limits limits,
            Optional<ReplicationVital> replication,
            boolean pings,
            Runnable closing) {
        this.server = server;
        this.dialect = dialect;
        this.limits = limits;
        this.replication = replication;
        this.pings = pings;
        this.closing = closing;
    }

    /**
     * How servers of one kind are asked.
     *
     * @param ping the simplest statement
     */
    record Dialect(String ping, Components components, Unreadable unreadable) {}

    /** Reads them. */
    interface Components {
        List<Vital> read(Asked asked, Limits limits, Window window) throws CollectException, InterruptedException;
    }

    /** The same components where the statement failed. */
    interface Unreadable {
        List<Vital> because(String why);
    }

    /** A server that has answered, and may be asked more. */
    record Asked(SqlServer server, ServerFacts facts, Deadline deadline) {
        /** In the main database. */
        <T> T read(String name, String sql, SqlServer.RowReader<T> reader)
                throws CollectException, InterruptedException {
            Duration left = deadline.remaining();
            Duration timeout = left.compareTo(TIMEOUT) < 0 ? left.plusMillis(1) : TIMEOUT;
            return server.read(new SqlServer.Statement(name, server.mainDatabase(), sql, timeout, 0), deadline, reader);
        }
    }

    @Override
    public Reading read(Deadline deadline) throws CollectException, InterruptedException {
        long begin = System.nanoTime();
        Asked asked = new Asked(server, server.facts(deadline), deadline);
        if (pings) {
            begin = System.nanoTime();
            asked.read("ping", dialect.ping(), rows -> rows.next());
        }
        Duration response = Duration.ofNanos(System.nanoTime() - begin);
        List<Vital> vitals = new ArrayList<>(components(asked));
        if (replication.isPresent()) {
            vitals.add(replication.get().read(asked, limits));
        }
        ServerFacts facts = asked.facts();
        String role = facts.engine() == Engine.PGBOUNCER ? "" : facts.replica() ? "replica" : "primary";
        return new Reading(name(facts) + " " + facts.version(), role, response, vitals);
    }

    private List<Vital> components(Asked asked) throws InterruptedException {
        try {
            return dialect.components().read(asked, limits, window);
        } catch (CollectException e) {
            return dialect.unreadable().because(String.valueOf(e.getMessage()));
        }
    }

    private static String name(ServerFacts facts) {
        return switch (facts.engine()) {
            case POSTGRES -> "PostgreSQL";
            case MYSQL -> "MySQL";
            case MARIADB -> "MariaDB";
            case PGBOUNCER -> "PgBouncer";
        };
    }

    @Override
    public void close() {
        closing.run();
    }
}
