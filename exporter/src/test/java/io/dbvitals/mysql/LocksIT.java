package io.dbvitals.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestMySql;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Statements that would wait for long, and a server that is locked. */
class LocksIT {
    private static TestMySql server;

    @BeforeAll
    static void start() {
        server = TestMySql.mariaDb();
        server.execute(
                "CREATE DATABASE shop",
                "CREATE TABLE shop.orders (id int PRIMARY KEY)",
                "GRANT SELECT ON shop.* TO dbvitals@'%'");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void lockedTable_delaysNothingByDefaultAndSizesForAMoment() throws Exception {
        assertUnmoved("LOCK TABLES shop.orders WRITE");
    }

    @Test
    void globalReadLock_delaysNothing() throws Exception {
        assertUnmoved("FLUSH TABLES WITH READ LOCK");
    }

    private static void assertUnmoved(String lock) throws Exception {
        try (Connection holder = server.connect();
                Statement statement = holder.createStatement();
                MySqlStand stand = new MySqlStand(server.config());
                MySqlStand everything = new MySqlStand(server.config(), "info_schema.*", "auto_increment.*")) {
            statement.execute(lock);
            Samples page = stand.samples();
            assertThat(page.value("mysql_up")).isEqualTo(1);
            assertThat(page.failed()).isEmpty();
            // Sizes may have to open the table; whatever comes of that, the rest is there, within the budget.
            page = everything.samples();
            assertThat(page.value("mysql_up")).isEqualTo(1);
            assertThat(page.has("mysql_global_status_threads_connected")).isTrue();
            statement.execute("UNLOCK TABLES");
        }
    }

    @Test
    void statementThatWaitsForALock_endsByTheLockTimeout() throws Exception {
        try (Connection holder = server.connect();
                Statement statement = holder.createStatement();
                MySqlServer own = new MySqlServer(server.config())) {
            statement.execute("LOCK TABLES shop.orders WRITE");

            assertThatThrownBy(() -> read(own, "SELECT COUNT(*) FROM shop.orders", 5))
                    .isInstanceOfSatisfying(
                            CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT))
                    .hasMessageContaining("a lock is held on what the statement reads");
            statement.execute("UNLOCK TABLES");
            assertThat(read(own, "SELECT COUNT(*) FROM shop.orders", 5)).isZero();
        }
    }

    @Test
    void statementThatTakesTooLong_isEndedByTheServer() throws Exception {
        try (MySqlServer own = new MySqlServer(server.config())) {
            assertThatThrownBy(() -> read(own, "SELECT COUNT(*), SLEEP(30) FROM shop.orders", 1))
                    .isInstanceOfSatisfying(
                            CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT))
                    .hasMessageContaining("raise the query's timeout");
            assertThat(running("SLEEP")).isZero();
        }
    }

    @Test
    void statementThatTheServerDoesNotEnd_isKilled() throws Exception {
        try (MySqlServer own = new MySqlServer(server.config())) {
            // Its own limit, which a statement may set, is higher than ours: only the network's timeout is left.
            assertThatThrownBy(() ->
                            read(own, "SET STATEMENT max_statement_time = 60 FOR SELECT SLEEP(60) AS still_here", 1))
                    .isInstanceOfSatisfying(
                            CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT));
            await().atMost(Duration.ofSeconds(5)).until(() -> running("still_here") == 0);
            assertThat(read(own, "SELECT 42", 1)).isEqualTo(42);
        }
    }

    @Test
    void writing_isRefused() throws Exception {
        server.execute("GRANT ALL ON shop.* TO dbvitals@'%'");
        try (MySqlServer own = new MySqlServer(server.config())) {
            assertThatThrownBy(() -> read(own, "INSERT INTO shop.orders VALUES (1)", 1))
                    .hasMessageContaining("READ ONLY");
            assertThat(server.ask("SELECT COUNT(*) FROM shop.orders", 1)).isEqualTo("0");
        }
    }

    private static double read(MySqlServer own, String sql, int seconds) throws CollectException, InterruptedException {
        return own.read(
                new SqlServer.Statement("test", "", sql, Duration.ofSeconds(seconds), 0),
                Deadline.after(Duration.ofSeconds(9)),
                (Rows rows) -> rows.next() ? rows.number(0) : Double.NaN);
    }

    private static int running(String text) {
        return Integer.parseInt(server.ask(
                "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'dbvitals' AND info LIKE '%" + text
                        + "%'",
                1));
    }
}
