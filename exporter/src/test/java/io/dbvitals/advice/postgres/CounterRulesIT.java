package io.dbvitals.advice.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.testing.TestServer;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules on what the server counts, each where the defect is and where it is not. */
class CounterRulesIT {
    private static TestServer server;
    private static Shop shop;

    @BeforeAll
    static void start() {
        server = TestServer.start(18, Map.of("shared_buffers", "1MB", "pg_stat_statements.track_planning", "on"));
        shop = new Shop(server);
    }

    @AfterAll
    static void stop() {
        if (shop != null) {
            shop.close();
        }
    }

    @Test
    void statementThatTakesTheTime_isFound_andAShortOneIsNot() throws Exception {
        Advice found = one(shop.advice(Rule.TIME_CONSUMER, 1, "SELECT pg_sleep(1.1)"));

        assertThat(found.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(found.subject()).startsWith("postgres/app/");
        assertThat(found.stopsWhen()).contains("20 ms");
        assertThat(shop.advice(Rule.TIME_CONSUMER, 120, "SELECT 1")).isEmpty();
    }

    @Test
    void temporaryFiles_areFound() throws Exception {
        assertThat(shop.advice(
                        Rule.DISK_TEMPORARY,
                        2,
                        "SET work_mem = '64kB'",
                        "SELECT count(*) FROM (SELECT filler || note FROM orders ORDER BY 1 OFFSET 0) o"))
                .hasSize(1);
        assertThat(shop.advice(Rule.DISK_TEMPORARY, 2, "SELECT count(*) FROM orders"))
                .isEmpty();
    }

    @Test
    void manyCallsInOneTransaction_areFound_andInTheirOwnTheyAreNot() throws Exception {
        String lookup = "SELECT name FROM customer WHERE id = 7";
        Advice found = one(shop.advice(Rule.N_PLUS_ONE, connection -> {
            connection.setAutoCommit(false);
            Shop.run(connection, 3000, lookup);
            connection.commit();
        }));

        assertThat(found.evidence())
                .anyMatch(each -> each.name().equals("calls per transaction") && each.value() > 100);
        assertThat(shop.advice(Rule.N_PLUS_ONE, connection -> {
                    double before = transactions();
                    Shop.run(connection, 3000, lookup);
                    connection.close();
                    // A session tells what it did when it is at leisure.
                    Awaitility.await().until(() -> transactions() >= before + 3000);
                }))
                .isEmpty();
    }

    @Test
    void waitingForLocks_isSeen_andUndisturbedChangesAreNot() throws Exception {
        String update = "UPDATE customer SET name = name WHERE id = 7";
        Advice found = one(shop.advice(Rule.LOCK_WAITS, holder -> {
            holder.setAutoCommit(false);
            Shop.run(holder, 1, update);
            try (Connection waiter = shop.connect()) {
                CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
                    try {
                        Shop.run(waiter, 1, update);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
                Awaitility.await()
                        .until(() -> server.ask(
                                        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'app' AND wait_event_type = 'Lock'")
                                .equals("1"));
                for (int i = 0; i < 4; i++) {
                    shop.sample();
                }
                holder.commit();
                waiting.join();
            }
        }));

        assertThat(found.evidence())
                .anyMatch(each -> each.name().startsWith("samples that wait") && each.value() == 100);
        assertThat(shop.advice(Rule.LOCK_WAITS, connection -> {
                    Shop.run(connection, 5, update);
                    shop.sample();
                }))
                .isEmpty();
    }

    @Test
    void unsteadyTime_isFound() throws Exception {
        List<Advice> found = shop.advice(Rule.UNSTABLE_TIME, connection -> {
            Shop.run(connection, 1, "SELECT pg_sleep(0.6)");
            Shop.run(connection, 150, "SELECT pg_sleep(0.0)");
        });

        assertThat(one(found).severity()).isEqualTo(Severity.LOW);
        assertThat(shop.advice(Rule.UNSTABLE_TIME, 110, "SELECT pg_sleep(0.004)"))
                .isEmpty();
    }

    @Test
    void blocksThatTheCacheLacks_areFound() throws Exception {
        assertThat(shop.advice(Rule.DISK_READS, 3, "SELECT sum(length(filler)) FROM orders"))
                .hasSize(1);
        assertThat(shop.advice(Rule.DISK_READS, 3, "SELECT name FROM customer WHERE id = 7"))
                .isEmpty();
    }

    @Test
    void planningThatTakesLongerThanRunning_isFound_untilItIsPrepared() throws Exception {
        String join =
                "SELECT 1 FROM customer a JOIN customer b USING (id) JOIN customer c USING (id) JOIN customer d USING (id)"
                        + " JOIN customer e USING (id) JOIN customer f USING (id) WHERE id = ";
        assertThat(shop.advice(Rule.PLANNING_TIME, 150, join + "7")).hasSize(1);
        assertThat(shop.advice(Rule.PLANNING_TIME, connection -> {
                    Shop.run(
                            connection,
                            1,
                            "SET plan_cache_mode = force_generic_plan",
                            "PREPARE joined (int) AS " + join + "$1");
                    Shop.run(connection, 3000, "EXECUTE joined(7)");
                }))
                .isEmpty();
    }

    @Test
    void deepOffset_isFound_andAKeyIsNot() throws Exception {
        assertThat(shop.advice(Rule.DEEP_OFFSET, 3, "SELECT id FROM orders ORDER BY filler, id LIMIT 10 OFFSET 50000"))
                .hasSize(1);
        assertThat(shop.advice(Rule.DEEP_OFFSET, 3, "SELECT id FROM orders WHERE id > 50000 ORDER BY id LIMIT 10"))
                .isEmpty();
    }

    @Test
    void rolledBackTransactions_areFound() throws Exception {
        Advice found = one(shop.advice(Rule.FAILING, connection -> {
            connection.setAutoCommit(false);
            for (int i = 0; i < 150; i++) {
                Shop.run(connection, 1, "SELECT 1");
                connection.rollback();
            }
        }));

        assertThat(found.subject()).isEqualTo("postgres");
        assertThat(found.text()).contains("log_min_error_statement");
        assertThat(shop.advice(Rule.FAILING, 150, "SELECT 1")).isEmpty();
    }

    @Test
    void ownStatements_areNotJudged() throws Exception {
        shop.advice(Rule.TIME_CONSUMER, 1, "SELECT 1");

        assertThat(shop.last().advice()).noneMatch(each -> each.subject().contains("/dbvitals/"));
    }

    private static double transactions() {
        return Double.parseDouble(server.ask("SELECT xact_commit FROM pg_stat_database WHERE datname = 'postgres'"));
    }

    private static Advice one(List<Advice> advice) {
        assertThat(advice).as(shop.last().toString()).hasSize(1);
        return advice.get(0);
    }
}
