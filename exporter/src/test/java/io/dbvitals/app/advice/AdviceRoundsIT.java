package io.dbvitals.app.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The findings of a running program on its page. */
class AdviceRoundsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.start(15);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void findings_areCounted_andAreZeroWhenGone() throws Exception {
        try (TestExporter exporter = TestExporter.start(
                folder, "advice: {enabled: true, interval: 1s}\ntargets:\n" + server.target("a", "postgres", ""))) {
            await().atMost(PATIENCE)
                    .until(() ->
                            exporter.get("/metrics/self").contains("dbvitals_advice_round_success{target=\"a\"} 1"));
            String found = "dbvitals_advice_findings{rule=\"time-consumer\",severity=\"critical\",target=\"a\"} ";
            await().atMost(PATIENCE).until(() -> {
                server.execute("SELECT pg_sleep(1.1)");
                return exporter.get("/metrics/self").contains(found + "1");
            });
            await().atMost(PATIENCE).until(() -> exporter.get("/metrics/self").contains(found + "0"));
            assertThat(exporter.get("/metrics/self"))
                    .contains("dbvitals_advice_last_round_timestamp_seconds{target=\"a\"}");
            server.execute("DROP EXTENSION pg_stat_statements");
            await().atMost(PATIENCE)
                    .until(() ->
                            exporter.get("/metrics/self").contains("dbvitals_advice_round_success{target=\"a\"} 0"));
            server.execute("CREATE EXTENSION pg_stat_statements");
        }
    }

    @Test
    void nothing_isReadUnlessItIsTurnedOn() throws Exception {
        try (TestExporter exporter = TestExporter.start(folder, "targets:\n" + server.target("a", "postgres", ""))) {
            exporter.get("/metrics");

            assertThat(exporter.get("/metrics/self")).doesNotContain("dbvitals_advice_");
            assertThat(server.ask("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dbvitals-advice'"))
                    .isEqualTo("0");
        }
    }
}
