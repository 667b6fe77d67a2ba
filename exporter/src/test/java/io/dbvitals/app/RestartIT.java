package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.Backends;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartIT {
    private TestServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void startServer() {
        server = TestServer.start(17);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void restartBetweenScrapes_isNotSeen() throws Exception {
        try (TestExporter exporter = exporter("")) {
            assertThat(exporter.samples("/metrics").failed()).isEmpty();
            // What is read behind the scrape is not between two of them.
            await().until(() -> TestExporter.busyThreads().isEmpty());
            server.stop();
            server.startAgain();
            assertWhole(exporter.samples("/metrics"));
            await().until(() -> TestExporter.busyThreads().isEmpty());
            server.kill();
            server.startAgain();
            assertWhole(exporter.samples("/metrics"));
            for (int i = 0; i < 3; i++) {
                server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'dbvitals'");
                assertWhole(exporter.samples("/metrics"));
            }
            assertThat(Backends.now(server)).isLessThanOrEqualTo(3);
            assertThat(TestExporter.busyThreads()).isEmpty();
        }
    }

    @Test
    void serverThatIsDown_isSaidToBeAndComesBack() throws Exception {
        server.stop();
        try (TestExporter exporter = exporter("")) {
            for (int i = 0; i < 3; i++) {
                Samples down = exporter.samples("/metrics");
                assertThat(down.value("pg_up")).isZero();
                assertThat(down.value("dbvitals_target_up")).isZero();
                assertThat(down.value("dbvitals_target_connections")).isZero();
            }
            assertThat(exporter.answer("/health/ready").statusCode()).isEqualTo(200);
            server.startAgain();
            assertWhole(exporter.samples("/metrics"));
        }
    }

    @Test
    void stopInTheMiddleOfAScrape_endsItWithWhatWasRead() throws Exception {
        Files.writeString(folder.resolve("slow.yaml"), """
                queries:
                  slow:
                    timeout: 8s
                    sql: SELECT 1 AS one FROM pg_sleep(5)
                    columns: {one: {use: gauge}}
                """);
        try (TestExporter exporter = exporter("queries: {include: [slow.yaml]}\n")) {
            CompletableFuture<Samples> scrape = CompletableFuture.supplyAsync(() -> {
                try {
                    return exporter.samples("/metrics");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() -> Backends.count(
                            server,
                            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%dbvitals slow%' AND usename = 'dbvitals'")
                    == 1);
            long start = System.nanoTime();
            server.stop();
            Samples stopped = scrape.join();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            assertThat(stopped.value("dbvitals_collector_errors_total", "\"slow\"", "reason=\"unreachable\""))
                    .isEqualTo(1);
            assertThat(stopped.failed()).contains("slow");
            assertThat(exporter.samples("/metrics").value("pg_up")).isZero();
            server.startAgain();
            assertThat(exporter.samples("/metrics").value("slow_one")).isEqualTo(1);
        }
    }

    private void assertWhole(Samples page) {
        assertThat(page.value("pg_up")).isEqualTo(1);
        assertThat(page.failed()).isEmpty();
        assertThat(page.value("pg_exporter_last_scrape_error")).isZero();
        assertThat(page.all("dbvitals_collector_success")).hasSizeGreaterThan(20);
        assertThat(page.value("dbvitals_target_connections")).isBetween(1.0, 3.0);
    }

    private TestExporter exporter(String more) throws Exception {
        return TestExporter.start(folder, more + "targets:\n" + server.target("primary", "postgres", ""));
    }
}
