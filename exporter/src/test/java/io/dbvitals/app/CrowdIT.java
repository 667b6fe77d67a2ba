package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Backends;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrowdIT {
    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() throws Exception {
        server = TestServer.start(17);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void thousandScrapesAtOnce_areOneReading() throws Exception {
        Files.writeString(folder.resolve("marker.yaml"), """
                queries:
                  crowd:
                    timeout: 5s
                    sql: SELECT 1 AS crowd_marker FROM pg_sleep(2)
                    columns: {crowd_marker: {use: gauge}}
                """);
        try (TestExporter exporter = TestExporter.start(
                        folder,
                        "queries: {include: [marker.yaml]}\ntargets:\n"
                                + server.target("primary", "postgres", ", max_connections: 2"));
                Backends backends = Backends.watch(server)) {
            exporter.get("/metrics");
            server.execute("SELECT pg_stat_statements_reset()");
            long heapBefore = heapUsed();
            HttpClient client = HttpClient.newHttpClient();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            HttpRequest request =
                    HttpRequest.newBuilder(exporter.uri("/metrics")).build();
            for (int i = 0; i < 1000; i++) {
                answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
            }
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();

            assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
            assertThat(answers.stream().map(answer -> answer.join().body()).collect(Collectors.toSet()))
                    .as("pages")
                    .hasSizeLessThanOrEqualTo(3)
                    .allMatch(page -> page.contains("crowd_crowd_marker{"));
            assertThat(Backends.count(
                            server,
                            "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements WHERE query LIKE '%crowd_marker%'"
                                    + " AND query NOT LIKE '%pg_stat_statements%'"))
                    .isBetween(1, 3);
            assertThat(backends.most()).isBetween(1, 2);
            answers.clear();
            assertThat(heapUsed() - heapBefore).as("bytes kept").isLessThan(50_000_000);
            assertThat(exporter.samples("/metrics").value("dbvitals_scrapes_shared_total"))
                    .isGreaterThan(990);
        }
    }

    private static long heapUsed() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
