package io.dbvitals.app.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.json.JsonNode;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A threshold that is changed over HTTP, the shipped rules, and a real Prometheus that compares with it. */
class ThresholdIT {
    private static final Path RULES =
            Path.of("../config/prometheus/rules").toAbsolutePath().normalize();
    private static final String PATH = "/api/v1/config/threshold";
    private static final String SERVED =
            "dbvitals_threshold{name=\"connections_used_ratio\",severity=\"warning\",target=\"\"}";
    private static final String FIRING = "ALERTS{alertname=\"PostgreSQLConnectionsHigh\",alertstate=\"firing\"}";
    private static final int EVALUATIONS = 2;

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

    /** A subquery sees a sample from its next step on. */
    private static double known(RuleServer prometheus, String expression) {
        return await().until(() -> prometheus.value(expression), Double::isFinite);
    }

    @Test
    void changedThreshold_firesAtTheNewNumber() throws Exception {
        Admin admin = new Admin(folder);
        try (TestExporter exporter = start();
                RuleServer prometheus =
                        RuleServer.start(folder, exporter.exporter().port(), rules())) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            prometheus.value("dbvitals:threshold{kind=\"postgres\",name=\"connections_used_ratio\","
                                            + "severity=\"warning\"}")
                                    == 0.8);
            double used = prometheus.value("pg_connections_used_ratio");
            assertThat(used).isPositive().isLessThan(0.5);
            assertThat(prometheus.query(FIRING)).isEmpty();

            admin.done(exporter, PATH, "{\"name\": \"connections_used_ratio\", \"warning\": " + used / 2 + "}");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !prometheus.query(FIRING).isEmpty());
            double fired = known(prometheus, "min(min_over_time(timestamp(" + FIRING + ")[1m:100ms]))");
            double seen = known(
                    prometheus,
                    "min(min_over_time((timestamp(" + SERVED + ") and " + SERVED + " < " + used + ")[1m:100ms]))");
            // One of the group with the thresholds, one of the group with the alert; each comes once a second.
            assertThat(fired - seen).isPositive().isLessThanOrEqualTo(EVALUATIONS);

            HttpResponse<String> refused =
                    admin.post(exporter, PATH, "{\"name\": \"connections_used_ratio\", \"warning\": 70}");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("must be a share from 0 to 1, not 70 (70 % is 0.7)");
            assertThat(served(exporter)).isEqualTo(used / 2);
        }
        try (TestExporter again = start()) {
            assertThat(served(again)).as("after a restart").isLessThan(0.5);
            JsonNode threshold = JsonNode.parse(again.get("/api/v1/config"))
                    .items("thresholds")
                    .get(0);
            assertThat(threshold.text("origin")).isEqualTo("changed");
            assertThat(threshold.text("by")).isEqualTo("token:alice");
            assertThat(threshold.member("written").orElseThrow().text("warning"))
                    .isEqualTo("0.8");
            assertThat(again.get("/api/v1/config")).contains("audit_file").doesNotContain(TestServer.PASSWORD);

            Files.writeString(folder.resolve("dbvitals.overrides.yaml"), "thresholds: {}\n");
            await().atMost(Duration.ofSeconds(20)).until(() -> served(again) == 0.8);
        }
        assertThat(AuditLog.verify(folder.resolve("audit.jsonl")).isGood()).isTrue();
    }

    private TestExporter start() throws Exception {
        return TestExporter.start(folder, "targets:\n" + server.target("primary", "postgres", "") + Admin.KEYS + """
                        thresholds: {connections_used_ratio: {warning: 0.8}}
                        guard: {audit_file: audit.jsonl}
                        """);
    }

    /** As shipped, but that nobody waits for an alert. */
    private List<Path> rules() throws Exception {
        String alerts = Files.readString(RULES.resolve("database.yml"))
                .replaceAll("(?m)^( +for:) .*", "$1 0s")
                .replaceAll("(?m)^( +interval:) .*", "$1 1s");
        return List.of(
                RULES.resolve("thresholds.yml"),
                RULES.resolve("thresholds-postgres.yml"),
                Files.writeString(folder.resolve("database.yml"), alerts));
    }

    private static double served(TestExporter exporter) throws Exception {
        return exporter.samples("/metrics/self")
                .value("dbvitals_threshold", "name=\"connections_used_ratio\"", "severity=\"warning\"");
    }
}
