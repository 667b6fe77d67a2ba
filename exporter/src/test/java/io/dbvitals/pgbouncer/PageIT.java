package io.dbvitals.pgbouncer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbvitals.testing.GoldenPage;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestPgBouncer;
import io.dbvitals.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All that is shipped for PgBouncer, as a user of the statistics only, with an application's connections through the pool. */
class PageIT {
    private static final String SHOP = "database=\"shop\"";
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private static TestServer postgres;

    @BeforeAll
    static void start() {
        postgres = TestServer.start(17);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void traffic_showsInEveryFamily() throws Exception {
        try (TestPgBouncer bouncer =
                        TestPgBouncer.start(postgres, "scram-sha-256", Map.of("max_user_connections", "9"));
                Connection application = bouncer.connect();
                Statement statement = application.createStatement();
                Stand stand = new Stand(bouncer.config())) {
            for (int i = 0; i < 20; i++) {
                statement.execute("SELECT pg_sleep(0.001)");
            }
            application.setAutoCommit(false);
            statement.execute("SELECT 1");
            Samples page = stand.samples();

            assertThat(page.failed()).isEmpty();
            assertThat(page.value("pgbouncer_up")).isEqualTo(1);
            assertThat(page.value("pgbouncer_exporter_last_scrape_error")).isZero();
            assertThat(page.value("pgbouncer_exporter_last_scrape_duration_seconds"))
                    .isPositive();
            assertThat(page.value("pgbouncer_version_info", "version=\"PgBouncer " + TestPgBouncer.version()))
                    .isEqualTo(1);
            assertThat(page.value("pgbouncer_pools_client_active_connections", SHOP, "user=\"postgres\""))
                    .isEqualTo(1);
            assertThat(page.value("pgbouncer_pools_server_active_connections", SHOP))
                    .isEqualTo(1);
            assertThat(page.value("pgbouncer_pools_client_waiting_connections", SHOP))
                    .isZero();
            for (String prefix : List.of("pgbouncer_stats_", "pgbouncer_stats_totals_")) {
                assertThat(page.value(prefix + "queries_pooled_total", SHOP)).isGreaterThanOrEqualTo(20);
                assertThat(page.value(prefix + "sql_transactions_pooled_total", SHOP))
                        .isGreaterThanOrEqualTo(20);
                assertThat(page.value(prefix + "received_bytes_total", SHOP)).isGreaterThan(100);
                assertThat(page.value(prefix + "sent_bytes_total", SHOP)).isGreaterThan(100);
                assertThat(page.value(prefix + "queries_duration_seconds_total", SHOP))
                        .isBetween(0.02, 60.0);
                assertThat(page.value(prefix + "server_in_transaction_seconds_total", SHOP))
                        .isBetween(0.02, 60.0);
                assertThat(page.value(prefix + "client_wait_seconds_total", SHOP))
                        .isBetween(1e-6, 60.0);
            }
            assertThat(page.value("pgbouncer_databases_pool_size", "name=\"shop\"", "database=\"postgres\""))
                    .isEqualTo(2);
            assertThat(page.value("pgbouncer_databases_current_connections", "name=\"shop\""))
                    .isEqualTo(1);
            assertThat(page.value("pgbouncer_databases_reserve_pool", "name=\"shop\""))
                    .isZero();
            assertThat(page.value("pgbouncer_databases_paused", "name=\"shop\""))
                    .isZero();
            assertThat(page.value("pgbouncer_databases")).isEqualTo(2);
            // Since 1.24 also the user of the configuration's database.
            assertThat(page.value("pgbouncer_users")).isBetween(5.0, 6.0);
            assertThat(page.value("pgbouncer_used_clients")).isEqualTo(2);
            assertThat(page.value("pgbouncer_used_servers")).isEqualTo(1);
            assertThat(page.value("pgbouncer_in_flight_dns_queries")).isZero();
            assertThat(page.value("pgbouncer_config_max_client_connections")).isEqualTo(100);
            assertThat(page.value("pgbouncer_config_max_user_connections")).isEqualTo(9);
            assertThat(page.value("pgbouncer_config_query_wait_timeout_seconds"))
                    .isEqualTo(120);
            assertThat(page.value("pgbouncer_client_connections", SHOP, "state=\"active\"", "user=\"app\""))
                    .isEqualTo(1);
            assertThat(page.value("pgbouncer_server_connections", SHOP, "state=\"active\""))
                    .isEqualTo(1);
            assertThat(page.value("pgbouncer_server_connections_close_needed", SHOP))
                    .isZero();
            assertThat(page.value("dbvitals_target_connections")).isEqualTo(1);
            application.rollback();
        }
    }

    @Test
    void waitingClients_showWithTheirWait() throws Exception {
        try (TestPgBouncer bouncer = TestPgBouncer.start(postgres);
                Connection application = bouncer.connect();
                Stand stand = new Stand(bouncer.config())) {
            execute(application, "SELECT 1");
            bouncer.command("PAUSE shop");
            List<Thread> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Thread thread = new Thread(() -> waits(bouncer));
                thread.setDaemon(true);
                thread.start();
                waiting.add(thread);
            }
            Awaitility.await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
                // A new one each time: what is shown of clients is kept for a while.
                try (Stand fresh = new Stand(bouncer.config())) {
                    Samples page = fresh.samples();
                    assertThat(page.value("pgbouncer_pools_client_waiting_connections", SHOP))
                            .isEqualTo(3);
                    assertThat(page.value("pgbouncer_pools_client_maxwait_seconds", SHOP))
                            .isGreaterThanOrEqualTo(1);
                    assertThat(page.value("pgbouncer_client_connections", SHOP, "state=\"waiting\""))
                            .isEqualTo(3);
                    assertThat(page.value("pgbouncer_client_connections_longest_wait_seconds", SHOP))
                            .isGreaterThan(1);
                }
            });
            assertThat(stand.samples().value("pgbouncer_databases_paused", "name=\"shop\""))
                    .isEqualTo(1);
            bouncer.command("RESUME shop");
            for (Thread thread : waiting) {
                thread.join(20_000);
            }
            Samples page = stand.samples();
            assertThat(page.value("pgbouncer_databases_paused", "name=\"shop\""))
                    .isZero();
            assertThat(page.value("pgbouncer_pools_client_waiting_connections", SHOP))
                    .isZero();
            assertThat(page.value("pgbouncer_stats_client_wait_seconds_total", SHOP))
                    .isGreaterThan(1);
            assertThat(page.failed()).isEmpty();
        }
    }

    @Test
    void page_isTheGoldenOne() throws Exception {
        assumeThat(TestPgBouncer.version())
                .as("the golden page is of Debian 12's")
                .isEqualTo("1.18");
        try (TestPgBouncer bouncer = TestPgBouncer.start(postgres);
                Connection application = bouncer.connect();
                Stand stand = new Stand(bouncer.config())) {
            execute(application, "SELECT 1");
            stand.page();
            String page = GoldenPage.of(
                            stand.page(), "pgbouncer_.*|dbvitals_(?:collector_success|collector_skipped|target_.*)")
                    .replace("port=\"" + bouncer.port() + "\"", "port=\"…\"")
                    .replace("port=\"" + postgres.port() + "\"", "port=\"…\"");
            Path file = GOLDEN.resolve("pgbouncer-" + TestPgBouncer.version() + ".txt");
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(file, page, UTF_8);
            }
            assumeThat(file).as("there is a golden page of this version").exists();
            assertThat(page).isEqualTo(Files.readString(file, UTF_8));
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void waits(TestPgBouncer bouncer) {
        try (Connection connection = bouncer.connect()) {
            execute(connection, "SELECT 1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
