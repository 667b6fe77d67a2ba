package io.dbvitals.app.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.app.OpenMetricsPage;
import io.dbvitals.guard.postgres.Crowd;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the page of the process tells of a guard at work on a real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardPageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ENDED =
            "dbvitals_guard_actions_total{action=\"terminate\",outcome=\"done\",rule=\"idle_in_transaction\",target=\"primary\"} 1.0";

    private final TestServer server = TestServer.start(17);
    private final Crowd crowd = new Crowd(server);

    @BeforeAll
    void letItEndSessions() {
        server.execute("GRANT pg_signal_backend TO dbvitals");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void session_thatIsEnded_isCounted(@TempDir Path folder) throws Exception {
        try (Connection left = crowd.leftOpen("web");
                TestExporter exporter = start(folder, "false")) {
            await().atMost(PATIENCE).until(() -> exporter.get("/metrics/self").contains(ENDED));

            assertThat(left.isValid(5)).isFalse();
            assertThat(exporter.get("/metrics/self").lines())
                    .contains(
                            "dbvitals_guard_enabled 1.0",
                            "dbvitals_guard_acts 1.0",
                            "dbvitals_guard_fence_shut 0.0",
                            "dbvitals_guard_audit_failures_total 0.0",
                            "dbvitals_guard_round_success{target=\"primary\"} 1.0",
                            "dbvitals_threshold{name=\"guard_idle_in_transaction\",severity=\"critical\",target=\"\"} 1.0")
                    .anyMatch(line ->
                            line.startsWith("dbvitals_guard_value{rule=\"idle_in_transaction\",target=\"primary\"} "))
                    .anyMatch(line -> line.startsWith("dbvitals_guard_last_action_timestamp_seconds{"));
            String strict = new String(
                    exporter.bytes("/metrics/self", "Accept", "application/openmetrics-text"), StandardCharsets.UTF_8);
            OpenMetricsPage.assertStrict(strict);
        }
    }

    @Test
    void dryRun_countsAndEndsNothing(@TempDir Path folder) throws Exception {
        try (Connection left = crowd.leftOpen("web");
                TestExporter exporter = start(folder, "true")) {
            await().atMost(PATIENCE)
                    .until(() -> exporter.get("/metrics/self")
                            .contains("dbvitals_guard_value{rule=\"idle_in_transaction\",target=\"primary\"} 1.0"));

            assertThat(exporter.get("/metrics/self"))
                    .contains("dbvitals_guard_enabled 1.0\n", "dbvitals_guard_acts 0.0\n")
                    .doesNotContain("dbvitals_guard_actions_total{");
            assertThat(left.isValid(5)).isTrue();
        }
    }

    @Test
    void auditLog_thatCannotBeWritten_isCounted_andNothingIsEnded(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("guard-audit.jsonl"));
        try (Connection left = crowd.leftOpen("web");
                TestExporter exporter = start(folder, "false")) {
            await().atMost(PATIENCE)
                    .until(() -> exporter.get("/metrics/self")
                            .lines()
                            .anyMatch(line -> line.matches("dbvitals_guard_audit_failures_total [1-9].*")));

            assertThat(exporter.get("/metrics/self"))
                    .contains("dbvitals_guard_round_success{target=\"primary\"} 0.0")
                    .doesNotContain("dbvitals_guard_actions_total{");
            assertThat(left.isValid(5)).isTrue();
        }
    }

    private TestExporter start(Path folder, String dryRun) throws Exception {
        return TestExporter.start(folder, """
                targets:
                  - {name: primary, postgres: {url: "postgresql://127.0.0.1:%d/postgres", user: dbvitals, password: %s}}
                guard:
                  enabled: true
                  dry_run: %s
                  interval: 1s
                  audit_file: guard-audit.jsonl
                  rules: {idle_in_transaction: {warning: 1, critical: 1, action: terminate, min_age: 1s}}
                """.formatted(server.port(), TestServer.PASSWORD, dryRun));
    }
}
