package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class OddForeignFilesIT {
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
    void histogramsOfPostgresExporter_areReadInAnyOrderAndLeaveOutOnlyTheBadOnes() throws Exception {
        Files.writeString(folder.resolve("queries.yaml"), """
                jobs:
                  query: |
                    SELECT ARRAY[10, 1, 5] AS wait, ARRAY[7, 2, 4] AS wait_bucket, 33 AS wait_sum, 9 AS wait_count,
                           ARRAY[1] AS odd_sum, ARRAY[1] AS odd_sum_bucket, 'much' AS odd_sum_sum, 1 AS odd_sum_count,
                           ARRAY[1] AS odd_count, ARRAY[1] AS odd_count_bucket, 1 AS odd_count_sum, 'nan' AS odd_count_count,
                           ARRAY[1] AS half, ARRAY[1] AS half_bucket
                  master: true
                  metrics:
                    - wait: {usage: HISTOGRAM}
                    - odd_sum: {usage: HISTOGRAM}
                    - odd_count: {usage: HISTOGRAM}
                    - half: {usage: HISTOGRAM}
                shrinking:
                  query: SELECT ARRAY[1, 2] AS wait, ARRAY[7, 2] AS wait_bucket, 33 AS wait_sum, 9 AS wait_count
                  master: true
                  metrics: [{wait: {usage: HISTOGRAM}}]
                """);
        try (TestExporter exporter = TestExporter.start(
                folder,
                "queries: {builtin: false, include: [queries.yaml]}\ntargets:\n"
                        + server.target("primary", "postgres", ""))) {
            Samples samples = Samples.of(exporter.get("/metrics"));
            assertThat(samples.failed()).containsExactly("shrinking");
            assertThat(samples.value("jobs_wait_bucket", "le=\"1.0\"")).isEqualTo(2);
            assertThat(samples.value("jobs_wait_bucket", "le=\"5.0\"")).isEqualTo(4);
            assertThat(samples.value("jobs_wait_bucket", "le=\"10.0\"")).isEqualTo(7);
            assertThat(samples.value("jobs_wait_bucket", "le=\"+Inf\"")).isEqualTo(9);
            assertThat(samples.value("jobs_wait_sum")).isEqualTo(33);
            assertThat(samples.lines()).noneMatch(line -> line.startsWith("jobs_odd") || line.startsWith("jobs_half"));
        }
    }

    @Test
    void filesOfPgExporterThatAreLeftOut_areNamedInTheLog() throws Exception {
        Path queries = Files.createDirectory(folder.resolve("config"));
        Files.writeString(
                queries.resolve("10-good.yml"),
                "jobs: {query: SELECT 4 AS waiting, metrics: [{waiting: {usage: GAUGE}}]}");
        Files.writeString(
                queries.resolve("20-bad.yml"),
                "users: {query: SELECT 5 AS active, metrics: [{active: {usage: GAGUE}}]}");
        Logger logger = (Logger) LoggerFactory.getLogger(Settings.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (TestExporter exporter = TestExporter.start(
                folder,
                "queries: {builtin: false, include: [{path: config, format: pg_exporter}]}\ntargets:\n"
                        + server.target("primary", "postgres", ""))) {
            assertThat(Samples.of(exporter.get("/metrics")).value("jobs_waiting"))
                    .isEqualTo(4);
            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .anySatisfy(message -> assertThat(message)
                            .contains("20-bad.yml:1:")
                            .contains("the usage \"GAGUE\" of the column \"active\" is unknown")
                            .endsWith("; the file is left out"));
        } finally {
            logger.detachAppender(log);
        }
    }
}
