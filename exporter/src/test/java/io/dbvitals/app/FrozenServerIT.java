package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.Backends;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenServerIT {
    private static final String TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds";

    private static TestServer server;
    private static TestServer other;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServers() {
        server = TestServer.start(17);
        other = TestServer.start(18);
    }

    @AfterAll
    static void stopServers() {
        server.close();
        other.close();
    }

    @Test
    void frozenServer_delaysNothingBeyondTheBudgetAndHurtsNoOther() throws Exception {
        try (TestExporter exporter = TestExporter.start(
                folder,
                "scrape: {budget: 4s}\ntargets:\n" + server.target("frozen", "postgres", "")
                        + other.target("well", "postgres", ""))) {
            assertThat(exporter.samples("/metrics").failed()).isEmpty();
            server.signal("STOP");
            try {
                assertFrozen(exporter, Duration.ofMillis(4600));
                assertFrozen(exporter, Duration.ofSeconds(3), TIMEOUT, "3");
                assertFrozen(exporter, Duration.ofMillis(1500), TIMEOUT, "1");
            } finally {
                server.signal("CONT");
            }
            Samples first = exporter.samples("/metrics");
            Samples second = exporter.samples("/metrics");
            assertThat(first.value("dbvitals_target_up", "frozen") + second.value("dbvitals_target_up", "frozen"))
                    .as("back within two scrapes")
                    .isPositive();
            assertThat(second.value("dbvitals_target_up", "frozen")).isEqualTo(1);
            assertThat(second.failed()).isEmpty();
            await().atMost(Duration.ofSeconds(3))
                    .until(() -> Backends.now(server) <= 3 && Backends.active(server) == 0);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> TestExporter.busyThreads().isEmpty());
        }
    }

    private static void assertFrozen(TestExporter exporter, Duration most, String... headers) throws Exception {
        long start = System.nanoTime();
        Samples page = Samples.of(exporter.answer("/metrics", headers).body());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(most);
        assertThat(page.value("dbvitals_target_up", "frozen")).isZero();
        assertThat(page.value("pg_up", "frozen")).isZero();
        assertThat(page.value("dbvitals_target_up", "well")).isEqualTo(1);
        assertThat(page.failed()).isEmpty();
        assertThat(page.all("dbvitals_collector_success", "target=\"well\"")).hasSizeGreaterThan(20);
    }
}
