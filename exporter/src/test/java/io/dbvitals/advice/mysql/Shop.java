package io.dbvitals.advice.mysql;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Findings;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Snapshot;
import io.dbvitals.advice.Statement;
import io.dbvitals.advice.Window;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.testing.TestMySql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A MariaDB server with tables of a shop and a history of statements, and what the advice says of a stretch of work there. */
final class Shop implements AutoCloseable {
    final TestMySql server;
    final SqlServer reader;
    final MySqlStatements statements;

    private Shop(TestMySql server) {
        this.server = server;
        this.reader = new MySqlServer(server.config());
        this.statements = MySqlStatements.of(reader, Duration.ZERO);
    }

    /** With these options beside those for the history. */
    static Shop open(String... options) {
        TestMySql server = TestMySql.mariaDb(Stream.concat(
                        Stream.of(
                                "--performance-schema=ON",
                                "--performance-schema-consumer-events-statements-current=ON",
                                "--performance-schema-consumer-events-statements-history=ON",
                                "--performance-schema-consumer-events-statements-history-long=ON"),
                        Stream.of(options))
                .toArray(String[]::new));
        server.execute(
                "CREATE DATABASE shop",
                "USE shop",
                "CREATE TABLE shop.orders (id INT PRIMARY KEY, customer INT NOT NULL, status VARCHAR(20) NOT NULL,"
                        + " code VARCHAR(20) NOT NULL, note VARCHAR(200), KEY status_i (status), KEY code_i (code))",
                "INSERT INTO shop.orders SELECT seq, seq % 5000, concat('s', seq % 10), concat(seq), repeat('x', 150)"
                        + " FROM seq_1_to_20000",
                "CREATE TABLE shop.customers (id INT, name VARCHAR(50), PRIMARY KEY (name))",
                "INSERT INTO shop.customers SELECT seq, concat('name', seq) FROM seq_1_to_5000",
                "ANALYZE TABLE shop.orders, shop.customers",
                "GRANT SELECT, SHOW VIEW ON shop.* TO dbvitals@'%'");
        return new Shop(server);
    }

    /** A stretch of work. */
    interface Work {
        void run(Connection connection) throws SQLException, CollectException, InterruptedException;
    }

    /** What was found, and where. */
    record Look(Window window, Findings findings) {
        /** Of statements whose text holds this, or of the object of that name. */
        List<Advice> of(String text) {
            return findings.advice().stream()
                    .filter(advice -> advice.subject().contains(text)
                            || text(advice.subject()).contains(text))
                    .toList();
        }

        List<Rule> rules(String text) {
            return of(text).stream().map(Advice::rule).toList();
        }

        Advice the(Rule rule, String text) {
            return of(text).stream()
                    .filter(advice -> advice.rule() == rule)
                    .findFirst()
                    .orElseThrow(
                            () -> new AssertionError(rule + " is not in " + findings + " of " + window.statements()));
        }

        private String text(String id) {
            return window.statements().stream()
                    .filter(statement -> statement.id().equals(id))
                    .map(Statement::text)
                    .findFirst()
                    .orElse("");
        }
    }

    /** The administrator does it, in the shop. */
    Look look(Work work) throws SQLException, CollectException, InterruptedException {
        Snapshot before = statements.snapshot(soon());
        try (Connection connection = server.connect()) {
            connection.setCatalog("shop");
            work.run(connection);
        }
        Window window = Window.between(before, statements.snapshot(soon()));
        return new Look(window, statements.judge(window, soon()));
    }

    /** Runs statements, each so often. */
    Look look(int times, String... sql) throws SQLException, CollectException, InterruptedException {
        return look(connection -> {
            try (java.sql.Statement statement = connection.createStatement()) {
                for (int i = 0; i < times; i++) {
                    for (String each : sql) {
                        statement.execute(each);
                    }
                }
            }
        });
    }

    /** In the shop, outside of any stretch of work. */
    void execute(String... sql) {
        server.execute(Stream.concat(Stream.of("USE shop"), Stream.of(sql)).toArray(String[]::new));
    }

    /** The statistics tell their lives apart by seconds. */
    void secondsLater() {
        String oldest = "SELECT unix_timestamp() > 1 + (SELECT unix_timestamp(min(FIRST_SEEN))"
                + " FROM performance_schema.events_statements_summary_by_digest)";
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> server.ask(oldest, 1).equals("1"));
    }

    /** The index that an advice says, created. */
    void create(Advice advice) {
        execute(advice.text().replaceFirst("(?s)^.*?(CREATE INDEX [^)]*\\)).*$", "$1"));
    }

    static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(60));
    }

    @Override
    public void close() {
        reader.close();
        server.close();
    }
}
