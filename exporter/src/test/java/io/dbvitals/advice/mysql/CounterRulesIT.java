package io.dbvitals.advice.mysql;

import static io.dbvitals.advice.Rule.BIG_SORT;
import static io.dbvitals.advice.Rule.COSTLY_FORM;
import static io.dbvitals.advice.Rule.DEEP_OFFSET;
import static io.dbvitals.advice.Rule.DISK_TEMPORARY;
import static io.dbvitals.advice.Rule.FAILING;
import static io.dbvitals.advice.Rule.LOCK_WAITS;
import static io.dbvitals.advice.Rule.N_PLUS_ONE;
import static io.dbvitals.advice.Rule.TIME_CONSUMER;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Confidence;
import io.dbvitals.advice.Evidence;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.mysql.Shop.Look;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules that counters prove, on a server where the defect exists, beside statements without it. */
class CounterRulesIT {
    private static Shop shop;

    @BeforeAll
    static void start() {
        shop = Shop.open();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void timeConsumer_isTheStatementThatTakesTheTime() throws Exception {
        Look look = shop.look(
                100, "SELECT id, sleep(0.021) FROM orders WHERE id = 1", "SELECT id FROM orders WHERE id = 2");
        Advice advice = look.the(TIME_CONSUMER, "sleep(");
        assertThat(advice.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(advice.evidence()).extracting(Evidence::name).containsExactly("share of time", "mean time", "calls");
        assertThat(look.rules("SELECT ID FROM orders WHERE ID = ?")).isEmpty();
    }

    @Test
    void diskTemporary_isShownWithItsPlan() throws Exception {
        shop.execute(
                "CREATE TABLE shop.texts (id INT PRIMARY KEY, body TEXT, kind INT, KEY kind_i (kind))",
                "INSERT INTO shop.texts SELECT seq, repeat(seq, 100), seq % 10 FROM seq_1_to_3000");
        Look look = shop.look(
                2,
                "SELECT body, count(*) FROM texts GROUP BY body ORDER BY count(*) LIMIT 1",
                "SELECT kind, count(*) FROM texts GROUP BY kind");
        Advice advice = look.the(DISK_TEMPORARY, "GROUP BY BODY");
        assertThat(advice.plan().orElseThrow().text()).contains("temporary table", "texts: ALL");
        assertThat(look.rules("GROUP BY kind")).isEmpty();
    }

    @Test
    void bigSort_isShownWithItsPlan() throws Exception {
        String sql = "SELECT note FROM orders ORDER BY note, code";
        Look look = shop.look(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET SESSION sort_buffer_size = 32768");
                statement.execute(sql);
                statement.execute("SELECT id FROM orders ORDER BY id");
            }
        });
        Advice advice = look.the(BIG_SORT, "ORDER BY note");
        assertThat(advice.severity()).isEqualTo(Severity.LOW);
        assertThat(advice.plan().orElseThrow().text()).contains("sort by orders.note, orders.`code`");
        assertThat(look.rules("ORDER BY ID")).isEmpty();
    }

    @Test
    void nPlusOne_isManyShortQueriesInATransaction() throws Exception {
        String one = "SELECT note FROM orders WHERE id = ";
        Look look = shop.look(connection -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                for (int i = 0; i < 3000; i++) {
                    statement.execute(one + i);
                }
                statement.execute("SELECT status FROM orders WHERE id IN (1, 2, 3, 4)");
            }
            connection.commit();
        });
        Advice advice = look.the(N_PLUS_ONE, "SELECT note FROM orders WHERE ID = ?");
        assertThat(advice.evidence())
                .extracting(Evidence::name)
                .containsExactly("calls per second", "mean time", "rows per call", "calls per transaction");
        assertThat(look.rules("SELECT STATUS")).isEmpty();
    }

    @Test
    void lockWaits_isTheStatementThatWaits() throws Exception {
        Look look = shop.look(connection -> {
            try (Connection other = shop.server.connect();
                    Statement held = connection.createStatement();
                    Statement waiting = other.createStatement()) {
                held.execute("LOCK TABLES customers WRITE");
                CompletableFuture<Void> waits = CompletableFuture.runAsync(
                        () -> change(waiting, "UPDATE shop.customers SET id = 7 WHERE name = 'name1'"));
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> shop.server
                                .ask(
                                        "SELECT count(*) FROM information_schema.processlist WHERE state LIKE 'Waiting for%'"
                                                + " AND time_ms > 300",
                                        1)
                                .equals("1"));
                held.execute("UNLOCK TABLES");
                waits.join();
                held.execute("UPDATE customers SET id = id WHERE name IN ('name2', 'name3')");
            }
        });
        Advice advice = look.the(LOCK_WAITS, "UPDATE shop.customers");
        assertThat(advice.confidence()).isEqualTo(Confidence.COUNTER);
        assertThat(look.rules("UPDATE customers")).isEmpty();
    }

    @Test
    void lockWaits_forRowsAreSeenInSamples() throws Exception {
        Look look = shop.look(connection -> {
            try (Connection other = shop.server.connect();
                    Statement holding = connection.createStatement();
                    Statement waiting = other.createStatement()) {
                connection.setAutoCommit(false);
                holding.execute("UPDATE orders SET note = 'held' WHERE id = 3");
                CompletableFuture<Void> waits = CompletableFuture.runAsync(
                        () -> change(waiting, "UPDATE shop.orders SET code = 'waiting' WHERE id = 3"));
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> shop.server
                                .ask(
                                        "SELECT count(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
                                        1)
                                .equals("1"));
                for (int i = 0; i < 5; i++) {
                    shop.statements.sample(Shop.soon());
                }
                connection.commit();
                waits.join();
            }
        });
        assertThat(look.the(LOCK_WAITS, "UPDATE shop.orders").evidence())
                .extracting(Evidence::name)
                .contains("samples that waited for a row");
        assertThat(look.rules("UPDATE orders")).isEmpty();
    }

    private static void change(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void deepOffset_isWhatIsThrownAway() throws Exception {
        Look look = shop.look(
                2,
                "SELECT note FROM orders ORDER BY id LIMIT 5 OFFSET 15000",
                "SELECT code FROM orders ORDER BY id LIMIT 15000, 5",
                "SELECT status FROM orders ORDER BY id LIMIT 5 OFFSET 20");
        assertThat(look.rules("SELECT note")).containsExactly(DEEP_OFFSET);
        assertThat(look.rules("SELECT CODE")).containsExactly(DEEP_OFFSET);
        assertThat(look.rules("SELECT STATUS")).isEmpty();
    }

    @Test
    void costlyForm_isRandomOrderAndNotIn() throws Exception {
        shop.execute(
                "CREATE TABLE shop.refused (id INT, INDEX id_i (id))",
                "INSERT INTO shop.refused SELECT if(seq % 100, seq, NULL) FROM seq_1_to_3000");
        String notIn = "SELECT count(*) FROM orders o WHERE o.id < 3000 AND o.customer NOT IN"
                + " (SELECT c.id FROM customers c WHERE c.id > o.id AND c.id = 17)";
        Look look = shop.look(
                1,
                "SELECT note FROM orders ORDER BY rand() LIMIT 1",
                notIn,
                "SELECT sum(id) FROM customers WHERE id NOT IN (SELECT id FROM refused WHERE id < 9)");
        assertThat(look.rules("ORDER BY rand()")).containsExactly(COSTLY_FORM);
        Advice advice = look.the(COSTLY_FORM, "NOT IN (SELECT c.");
        assertThat(advice.plan().orElseThrow().text()).contains("subqueries", "c: ALL");
        assertThat(look.rules("NOT IN (SELECT ID")).isEmpty();
    }

    @Test
    void failing_isAnErrorInAHundred() throws Exception {
        Look look = shop.look(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (int i = 0; i < 6; i++) {
                    try {
                        statement.execute("INSERT INTO customers VALUES (1, 'name1')");
                    } catch (SQLException e) {
                        assertThat(e.getMessage()).contains("Duplicate");
                    }
                    statement.execute("INSERT INTO customers (name) VALUES ('new" + i + "')");
                }
            }
        });
        assertThat(look.rules("INSERT INTO customers VALUES")).containsExactly(FAILING);
        assertThat(look.rules("INSERT INTO customers (NAME)")).isEmpty();
    }
}
