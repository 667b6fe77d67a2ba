package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.Backends;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockedTableIT {
    private static final String QUERIES = """
            queries:
              app_orders:
                timeout: 15s
                sql: SELECT count(*) AS rows FROM public.orders
                columns: {rows: {use: gauge}}
            """;

    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = TestServer.start(14);
        server.execute(
                "CREATE TABLE orders AS SELECT 1 AS id",
                "CREATE TABLE customers AS SELECT 1 AS id",
                "GRANT SELECT ON orders TO dbvitals");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void lockedTable_isLateOnlyWhereTheLockIsNeeded() throws Exception {
        try (TestExporter exporter = exporter("2s", ", lock_timeout: 20s, statement_timeout: 20s");
                Connection locker = server.connect("postgres");
                Statement lock = locker.createStatement()) {
            locker.setAutoCommit(false);
            lock.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
            long start = System.nanoTime();
            Samples locked = exporter.samples("/metrics");
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(took).isBetween(Duration.ofMillis(1500), Duration.ofMillis(2600));
            assertThat(locked.failed()).containsExactly("app_orders");
            assertThat(locked.value("dbvitals_collector_errors_total", "app_orders", "reason=\"timeout\""))
                    .isEqualTo(1);
            assertThat(locked.value("pg_up")).isEqualTo(1);
            assertThat(locked.value("pg_exporter_last_scrape_error")).isEqualTo(1);
            assertThat(locked.has("pg_stat_user_tables_seq_scan", "relname=\"orders\""))
                    .isTrue();
            assertThat(locked.has("pg_stat_user_tables_seq_scan", "relname=\"customers\""))
                    .isTrue();
            assertThat(locked.has("pg_stat_user_tables_size_bytes", "relname=\"customers\""))
                    .isTrue();
            assertThat(locked.has("app_orders_rows")).isFalse();
            await().atMost(Duration.ofSeconds(1)).until(() -> Backends.active(server) == 0);
            assertThat(Backends.now(server)).isLessThanOrEqualTo(3);

            locker.rollback();
            Samples whole = exporter.samples("/metrics");
            assertThat(whole.failed()).isEmpty();
            assertThat(whole.value("app_orders_rows")).isEqualTo(1);
        }
    }

    @Test
    void lockTimeout_endsTheWaitBeforeTheBudget() throws Exception {
        try (TestExporter exporter = exporter("10s", "");
                Connection locker = server.connect("postgres");
                Statement lock = locker.createStatement()) {
            locker.setAutoCommit(false);
            lock.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
            long start = System.nanoTime();
            Samples locked = exporter.samples("/metrics");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            assertThat(locked.failed()).containsExactly("app_orders");
            assertThat(locked.value("dbvitals_collector_errors_total", "reason=\"timeout\""))
                    .isEqualTo(1);
            locker.rollback();
        }
    }

    @Test
    void limits_areSetOnTheServerWhateverTheUrlSays() throws Exception {
        Files.writeString(folder.resolve("limits.yaml"), """
                queries:
                  limits:
                    sql: |
                      SELECT name, setting FROM pg_settings WHERE name IN
                        ('statement_timeout', 'lock_timeout', 'default_transaction_read_only', 'work_mem')
                    columns: {name: {use: label}, setting: {use: label}, one: {use: gauge, optional: true}}
                  value:
                    timeout: 1500ms
                    sql: |
                      SELECT current_setting('statement_timeout') AS statement_timeout,
                        current_setting('lock_timeout') AS lock_timeout,
                        current_setting('default_transaction_read_only') AS read_only,
                        current_setting('work_mem') AS work_mem, 1 AS one
                    columns:
                      statement_timeout: {use: label}
                      lock_timeout: {use: label}
                      read_only: {use: label}
                      work_mem: {use: label}
                      one: {use: gauge}
                """);
        String url = server.url("postgres") + "?options=-c%20statement_timeout%3D0%20-c%20work_mem%3D8MB"
                + "%20-c%20default_transaction_read_only%3Doff";
        try (TestExporter exporter = TestExporter.start(folder, """
                targets: [{name: a, postgres: {url: "%s", user: dbvitals, password: "%s"}}]
                queries: {builtin: false, include: [limits.yaml]}
                """.formatted(url, TestServer.PASSWORD))) {
            assertThat(exporter.samples("/metrics").all("value_one"))
                    .singleElement()
                    .asString()
                    .contains("statement_timeout=\"1500ms\"")
                    .contains("lock_timeout=\"500ms\"")
                    .contains("read_only=\"on\"")
                    .contains("work_mem=\"8MB\"");
        }
    }

    private TestExporter exporter(String budget, String keys) throws Exception {
        Files.writeString(folder.resolve("orders.yaml"), QUERIES);
        return TestExporter.start(folder, """
                scrape: {budget: %s}
                queries: {include: [orders.yaml]}
                targets:
                %s""".formatted(budget, server.target("primary", "postgres", keys)));
    }
}
