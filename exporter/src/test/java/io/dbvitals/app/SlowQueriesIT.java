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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowQueriesIT {
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
    void queriesThatOutliveTheScrape_keepNobodyFromAskingWhetherTheServerIsUp() throws Exception {
        StringBuilder queries = new StringBuilder("queries:\n");
        for (int i = 0; i < 4; i++) {
            queries.append("  slow" + i + ": {ttl: 5m, timeout: 8s, sql: SELECT 1 AS one FROM pg_sleep(2.5),"
                    + " columns: {one: {use: gauge}}}\n");
        }
        queries.append("  quick: {sql: SELECT 1 AS one, columns: {one: {use: gauge}}}\n");
        Files.writeString(folder.resolve("slow.yaml"), queries);
        try (TestExporter exporter = exporter(", max_connections: 2");
                Backends backends = Backends.watch(server)) {
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                Samples page = exporter.samples("/metrics");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1600));
                assertThat(page.value("pg_up")).isEqualTo(1);
                assertThat(page.value("quick_one")).isEqualTo(1);
                assertThat(page.failed()).contains("slow3").doesNotContain("quick");
            }
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> exporter.samples("/metrics").failed().isEmpty());
            Samples whole = exporter.samples("/metrics");
            assertThat(whole.value("slow0_one")).isEqualTo(1);
            assertThat(whole.value("dbvitals_collector_age_seconds", "\"slow0\""))
                    .isGreaterThan(3);
            assertThat(backends.most()).isEqualTo(2);
        }
    }

    @Test
    void slowQueryOverTheOnlyConnection_endsWithItsScrape() throws Exception {
        Files.writeString(folder.resolve("slow.yaml"), """
                queries:
                  slow: {ttl: 5m, timeout: 8s, sql: SELECT 1 AS one FROM pg_sleep(4), columns: {one: {use: gauge}}}
                  quick: {sql: SELECT 1 AS one, columns: {one: {use: gauge}}}
                """);
        try (TestExporter exporter = exporter(", max_connections: 1");
                Backends backends = Backends.watch(server)) {
            for (int i = 0; i < 4; i++) {
                Samples page = exporter.samples("/metrics");
                assertThat(page.value("pg_up")).isEqualTo(1);
                assertThat(page.value("quick_one")).isEqualTo(1);
                assertThat(page.failed()).containsExactly("slow");
            }
            assertThat(backends.most()).isEqualTo(1);
        }
    }

    @Test
    void resultOfAnyLength_neverFillsTheMemory() throws Exception {
        Files.writeString(folder.resolve("slow.yaml"), """
                queries:
                  huge:
                    timeout: 20s
                    limit: {rows: 1000000, top: {by: i, keep: 3}}
                    sql: SELECT i, repeat('x', 200000) AS text FROM generate_series(1, 1000000) i
                    columns: {i: {use: gauge}, text: {use: label}}
                  quick: {sql: SELECT 1 AS one, columns: {one: {use: gauge}}}
                """);
        try (TestExporter exporter = TestExporter.start(
                folder,
                "scrape: {budget: 25s}\nqueries: {builtin: false, include: [slow.yaml]}\ntargets:\n"
                        + server.target("a", "postgres", ", max_connections: 1"))) {
            for (int i = 1; i <= 2; i++) {
                Samples page = exporter.samples("/metrics");
                assertThat(page.failed()).containsExactly("huge");
                assertThat(page.value("dbvitals_collector_errors_total", "\"huge\"", "reason=\"bad_data\""))
                        .isEqualTo(i);
                assertThat(page.value("quick_one")).isEqualTo(1);
                assertThat(page.value("pg_up")).isEqualTo(1);
            }
        }
    }

    private TestExporter exporter(String keys) throws Exception {
        return TestExporter.start(
                folder,
                "scrape: {budget: 1s}\nqueries: {builtin: false, include: [slow.yaml]}\ntargets:\n"
                        + server.target("primary", "postgres", keys));
    }
}
