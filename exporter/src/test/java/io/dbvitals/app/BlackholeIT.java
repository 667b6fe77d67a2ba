package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.Backends;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TcpProxy;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlackholeIT {
    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = TestServer.start(17);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void networkThatSwallows_endsTheScrapeInItsBudgetAndIsForgotten() throws Exception {
        try (TcpProxy proxy = TcpProxy.before(server);
                TestExporter exporter = exporter(proxy, "3s")) {
            assertThat(exporter.samples("/metrics").failed()).isEmpty();
            proxy.fault(TcpProxy.Fault.SWALLOW);
            for (int i = 0; i < 2; i++) {
                long start = System.nanoTime();
                Samples page = exporter.samples("/metrics");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(3600));
                assertThat(page.value("pg_up")).isZero();
            }
            proxy.fault(TcpProxy.Fault.NONE);
            exporter.samples("/metrics");
            assertWhole(exporter.samples("/metrics"));
            await().atMost(Duration.ofSeconds(5)).until(() -> Backends.now(server) <= 3);
        }
    }

    @Test
    void connectionsThatAFirewallForgot_areReplacedInTheSameScrape() throws Exception {
        try (TcpProxy proxy = TcpProxy.before(server);
                TestExporter exporter = exporter(proxy, "10s")) {
            assertThat(exporter.samples("/metrics").failed()).isEmpty();
            proxy.forgetConnections();
            assertWhole(exporter.samples("/metrics"));
        }
    }

    @Test
    void slowNetwork_isCutAtTheBudgetWithWhatWasRead() throws Exception {
        try (TcpProxy proxy = TcpProxy.before(server);
                TestExporter exporter = exporter(proxy, "3s")) {
            proxy.fault(TcpProxy.Fault.DELAY);
            long start = System.nanoTime();
            Samples page = exporter.samples("/metrics");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(3600));
            assertThat(page.value("pg_up")).isEqualTo(1);
            assertThat(page.failed()).isNotEmpty();
            assertThat(page.all("dbvitals_collector_success", "} 1.0")).isNotEmpty();
            proxy.fault(TcpProxy.Fault.NONE);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> exporter.samples("/metrics").failed().isEmpty());
        }
    }

    @Test
    void resetInTheMiddleOfRows_failsOnlyThatCollector() throws Exception {
        Files.writeString(folder.resolve("big.yaml"), """
                queries:
                  big:
                    sql: SELECT i, repeat('x', 1000) AS text, 1 AS one FROM generate_series(1, 5000) i
                    columns: {i: {use: label}, text: {use: label}, one: {use: gauge}}
                """);
        try (TcpProxy proxy = TcpProxy.before(server);
                TestExporter exporter = exporter(proxy, "10s", "queries: {include: [big.yaml]}\n")) {
            assertThat(exporter.samples("/metrics").all("big_one")).hasSize(5000);
            proxy.resetAfter(2_000_000);
            Samples page = exporter.samples("/metrics");
            assertThat(page.failed()).containsExactly("big");
            assertThat(page.has("big_one")).isFalse();
            assertThat(page.value("pg_up")).isEqualTo(1);
            proxy.resetAfter(Long.MAX_VALUE);
            assertThat(exporter.samples("/metrics").all("big_one")).hasSize(5000);
            assertThat(Backends.now(server)).isLessThanOrEqualTo(3);
        }
    }

    private static void assertWhole(Samples page) {
        assertThat(page.value("pg_up")).isEqualTo(1);
        assertThat(page.failed()).isEmpty();
        assertThat(page.all("dbvitals_collector_success")).hasSizeGreaterThan(20);
    }

    private TestExporter exporter(TcpProxy proxy, String budget) throws Exception {
        return exporter(proxy, budget, "");
    }

    private TestExporter exporter(TcpProxy proxy, String budget, String more) throws Exception {
        String target = server.target("far", "postgres", ", connect_timeout: 2s")
                .replace(":" + server.port() + "/", ":" + proxy.port() + "/");
        return TestExporter.start(folder, "scrape: {budget: " + budget + "}\n" + more + "targets:\n" + target);
    }
}
