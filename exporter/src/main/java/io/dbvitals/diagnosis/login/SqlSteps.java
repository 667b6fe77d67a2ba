package io.dbvitals.diagnosis.login;

import io.dbvitals.diagnosis.Fault;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.Rung;
import io.dbvitals.diagnosis.Step;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** From the login to a query, over one connection that only reads. */
public final class SqlSteps {
    private static final Duration LIMIT = Duration.ofSeconds(8);
    private static final Duration STATEMENT = Duration.ofSeconds(2);
    private static final int TRIES = 5;
    private static final double SLOW_MILLIS = 1000;

    private final SqlServer server;
    private final Dialect dialect;

    public SqlSteps(SqlServer server, Dialect dialect) {
        this.server = server;
        this.dialect = dialect;
    }

    /** What differs between kinds of servers. */
    public interface Dialect {
        /** A statement that anybody may send. */
        String trivial();

        /** The system's name. */
        String name(ServerFacts facts);

        /** What a failure at that step means. */
        Fault fault(CollectException e, Step tried);

        /** What the user may not read. */
        Finding privileges(Asking asking) throws Fault, InterruptedException;
    }

    /** Sends one statement. */
    public interface Asking {
        <T> T read(String sql, SqlServer.RowReader<T> reader) throws CollectException, InterruptedException;
    }

    /** Login, database, rights, query. */
    public List<Rung> rungs() {
        return List.of(
                new Rung(Step.AUTHENTICATION, LIMIT, this::logIn),
                new Rung(Step.DATABASE, LIMIT, this::database),
                new Rung(Step.PRIVILEGES, LIMIT, () -> dialect.privileges(this::read)),
                new Rung(Step.QUERY, LIMIT, this::query));
    }

    private Finding logIn() throws Fault, InterruptedException {
        try {
            read(dialect.trivial(), rows -> true);
            return Finding.ok("logged in as " + server.user());
        } catch (CollectException e) {
            throw dialect.fault(e, Step.AUTHENTICATION);
        }
    }

    private Finding database() {
        String database = server.mainDatabase();
        return Finding.ok(database.isEmpty() ? "none is asked for" : "connected to " + database);
    }

    private Finding query() throws Fault, InterruptedException {
        try {
            ServerFacts facts = server.facts(Deadline.after(STATEMENT));
            long[] nanos = new long[TRIES];
            for (int i = 0; i < TRIES; i++) {
                long began = System.nanoTime();
                read(dialect.trivial(), rows -> true);
                nanos[i] = System.nanoTime() - began;
            }
            Arrays.sort(nanos);
            double median = nanos[TRIES / 2] / 1e6;
            String text = dialect.name(facts) + " " + facts.version()
                    + (facts.replica() ? ", a replica" : "")
                    + String.format(
                            Locale.ROOT, "; %s takes %.1f ms, the median of %d", dialect.trivial(), median, TRIES);
            return median > SLOW_MILLIS
                    ? Finding.warning(text, "see what the server is busy with: dbvitals health-check, load, disks")
                    : Finding.ok(text);
        } catch (CollectException e) {
            throw dialect.fault(e, Step.QUERY);
        }
    }

    private <T> T read(String sql, SqlServer.RowReader<T> reader) throws CollectException, InterruptedException {
        return server.read(
                new SqlServer.Statement("diagnosis", server.mainDatabase(), sql, STATEMENT, 1),
                Deadline.after(LIMIT),
                reader);
    }
}
