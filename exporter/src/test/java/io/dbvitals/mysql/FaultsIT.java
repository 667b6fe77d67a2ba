package io.dbvitals.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.mysql.values.Read;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestMySql;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to the server and its user, and what a page says of it. */
class FaultsIT {
    private static TestMySql server;

    @BeforeAll
    static void start() {
        server = TestMySql.mariaDb();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void serverDownAtStart_isSeenAsSoonAsItIsUp() throws Exception {
        server.stop();
        try (MySqlStand stand = new MySqlStand(server.config())) {
            Samples page = stand.samples();
            assertThat(page.value("mysql_up")).isZero();
            assertThat(page.value("mysql_exporter_last_scrape_error")).isEqualTo(1);

            server.startAgain();
            assertThat(stand.samples().value("mysql_up")).isEqualTo(1);
        }
    }

    @Test
    void serverThatDies_isDownAndComesBackWithinOneScrape() throws Exception {
        try (MySqlStand stand = new MySqlStand(server.config())) {
            assertThat(stand.samples().value("mysql_up")).isEqualTo(1);
            server.kill();
            assertThat(stand.samples().value("mysql_up")).isZero();
            assertThat(stand.samples().value("dbvitals_target_connections")).isZero();

            server.startAgain();
            Samples page = stand.samples();
            assertThat(page.value("mysql_up")).isEqualTo(1);
            assertThat(page.failed()).isEmpty();
        }
    }

    @Test
    void serverRestartedBetweenScrapes_isNeverDown() throws Exception {
        try (MySqlStand stand = new MySqlStand(server.config())) {
            stand.page();
            server.stop();
            server.startAgain();

            Samples page = stand.samples();
            assertThat(page.value("mysql_up")).isEqualTo(1);
            assertThat(page.failed()).isEmpty();
        }
    }

    @Test
    void frozenServer_endsTheScrapeInItsBudgetAndIsBackAfterwards() throws Exception {
        try (MySqlStand stand = new MySqlStand(server.config())) {
            stand.page();
            server.signal("STOP");
            try {
                long start = System.nanoTime();
                assertThat(stand.samples().value("mysql_up")).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            } finally {
                server.signal("CONT");
            }
            assertThat(stand.samples().value("mysql_up")).isEqualTo(1);
        }
    }

    @Test
    void wrongPassword_isTriedOnceAndSaysSo() throws Exception {
        long before = refusals();
        try (MySqlStand stand = new MySqlStand(server.config("not-the-password", 3))) {
            for (int i = 0; i < 4; i++) {
                assertThat(stand.samples().value("mysql_up")).isZero();
            }
            assertThatThrownBy(() -> stand.server.facts(soon()))
                    .isInstanceOfSatisfying(
                            CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DENIED))
                    .hasMessageContainingAll("Access denied", "check user and password", "tried again in")
                    .hasMessageNotContaining("not-the-password");
        }
        assertThat(refusals() - before).isEqualTo(1);
    }

    @Test
    void missingRight_isNamedOnceAndNotAskedForAgain() throws Exception {
        server.execute("CREATE OR REPLACE USER poor@'%' IDENTIFIED BY 'poor'");
        try (MySqlStand stand = new MySqlStand(as("poor", "poor"))) {
            Samples page = stand.samples();
            assertThat(page.value("mysql_up")).isEqualTo(1);
            assertThat(page.failed()).contains("slave_status", "info_schema.innodb_metrics");
            assertThat(page.has("mysql_global_status_threads_connected")).isTrue();

            long before = refusals();
            stand.page();
            stand.page();
            assertThat(refusals()).isEqualTo(before);
            assertThatThrownBy(() -> new SlaveStatus(new Read(stand.server, stand.server::lastFacts), Labels.EMPTY)
                            .collect(soon()))
                    .hasMessageContainingAll("GRANT SLAVE MONITOR ON *.*", "asked again in");
        }
    }

    @Test
    void noMoreConnectionsThanAllowed_areOpenAtAnyTime() throws Exception {
        try (MySqlStand stand = new MySqlStand(server.config(TestMySql.PASSWORD, 2))) {
            for (int i = 0; i < 5; i++) {
                stand.page();
                assertThat(Integer.parseInt(server.ask(
                                "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'dbvitals'", 1)))
                        .isBetween(1, 2);
            }
        }
    }

    private static MySqlConfig as(String user, String password) {
        MySqlConfig config = server.config();
        return new MySqlConfig(
                config.host(),
                config.port(),
                "",
                user,
                new Secret.Literal(password),
                config.tls(),
                Map.of(),
                3,
                config.connectTimeout(),
                config.statementTimeout(),
                config.lockTimeout(),
                Optional.empty());
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(9));
    }

    /** How often the server refused something since it was started. */
    private static long refusals() {
        return Long.parseLong(server.ask("SHOW GLOBAL STATUS LIKE 'Access_denied_errors'", 2));
    }
}
