package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

class StandbyIT {
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
    void standby_isReadAsOneUntilItIsPromoted() throws Exception {
        Files.writeString(folder.resolve("roles.yaml"), """
                queries:
                  only_primary: {role: primary, sql: SELECT 1 AS one, columns: {one: {use: gauge}}}
                  only_replica: {role: replica, sql: SELECT 1 AS one, columns: {one: {use: gauge}}}
                """);
        try (TestServer standby = server.standby("second");
                TestExporter exporter = TestExporter.start(
                        folder,
                        "queries: {include: [roles.yaml]}\ntargets:\n" + server.target("first", "postgres", "")
                                + standby.target("second", "postgres", ""))) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> exporter.samples("/metrics").has("pg_stat_wal_receiver_flushed_lsn"));
            Samples page = exporter.samples("/metrics");
            assertThat(page.failed()).isEmpty();
            assertThat(page.value("dbvitals_target_replica", "first")).isZero();
            assertThat(page.value("dbvitals_target_replica", "second")).isEqualTo(1);
            assertThat(page.all("only_primary_one")).singleElement().asString().contains("target=\"first\"");
            assertThat(page.all("only_replica_one")).singleElement().asString().contains("target=\"second\"");
            assertThat(page.has("dbvitals_collector_skipped", "only_replica", "reason=\"role\"", "\"first\""))
                    .isTrue();
            assertThat(exporter.answer("/health/second/replica").statusCode()).isEqualTo(200);

            standby.execute("SELECT pg_promote()");
            Samples promoted = exporter.samples("/metrics");
            assertThat(promoted.value("dbvitals_target_replica", "second")).isZero();
            assertThat(promoted.all("only_primary_one")).hasSize(2);
            assertThat(promoted.all("only_replica_one")).isEmpty();
            assertThat(exporter.answer("/health/second/primary").statusCode()).isEqualTo(200);
        }
    }
}
