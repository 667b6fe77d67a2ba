package io.dbvitals.advice.postgres;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Findings;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Snapshot;
import io.dbvitals.advice.Window;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.postgres.PostgresServer;
import io.dbvitals.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** A shop with 100000 orders on a real PostgreSQL, an application that uses it, and what is advised about that. */
final class Shop implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TestServer server;
    private final PostgresServer reads;
    private final PostgresStatements source;
    private Findings last = new Findings(List.of(), List.of());

    Shop(TestServer server) {
        this.server = server;
        server.execute(
                "CREATE ROLE app LOGIN PASSWORD 'app'",
                "CREATE TABLE customer AS SELECT g AS id, 'name ' || g AS name FROM generate_series(1, 10000) g",
                "ALTER TABLE customer ADD PRIMARY KEY (id)",
                "CREATE UNIQUE INDEX ON customer (name)",
                """
                CREATE TABLE orders AS SELECT g AS id, g % 10000 + 1 AS customer, 'note ' || g AS note, repeat('x', 60) AS filler,
                       g % 500 AS street, g % 500 AS town FROM generate_series(1, 100000) g""",
                "ALTER TABLE orders ADD PRIMARY KEY (id)",
                "GRANT ALL ON customer, orders TO app",
                "ALTER TABLE orders SET (autovacuum_enabled = false)",
                "ALTER TABLE customer SET (autovacuum_enabled = false)");
        server.execute("VACUUM ANALYZE customer, orders", "GRANT SELECT ON customer, orders TO dbvitals");
        reads = new PostgresServer(server.config().apart(1, "dbvitals-advice"));
        source = PostgresStatements.of(reads, server.config().databases()::of, Duration.ZERO);
    }

    /** What the application does. */
    interface Work {
        void with(Connection connection) throws Exception;
    }

    /** The advice by that rule on what the application did. */
    List<Advice> advice(Rule rule, Work work) throws Exception {
        Snapshot first = source.snapshot(Deadline.after(PATIENCE));
        try (Connection connection = connect()) {
            work.with(connection);
        }
        Snapshot second = source.snapshot(Deadline.after(PATIENCE));
        last = source.judge(Window.between(first, second), Deadline.after(PATIENCE));
        return of(rule);
    }

    /** The same for these statements, one after the other. */
    List<Advice> advice(Rule rule, int times, String... statements) throws Exception {
        return advice(rule, connection -> run(connection, times, statements));
    }

    List<Advice> of(Rule rule) {
        return last.advice().stream().filter(each -> each.rule() == rule).toList();
    }

    Findings last() {
        return last;
    }

    /** Makes what the advice says, after the last line break. */
    void follow(Advice advice) {
        server.execute(advice.text().substring(advice.text().indexOf('\n') + 1));
        server.execute("ANALYZE orders, customer");
    }

    void sample() throws Exception {
        source.sample(Deadline.after(PATIENCE));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres", "app", "app");
    }

    static void run(Connection connection, int times, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < times; i++) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        }
    }

    @Override
    public void close() {
        reads.close();
        server.close();
    }
}
