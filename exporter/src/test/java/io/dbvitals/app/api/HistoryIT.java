package io.dbvitals.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.json.JsonNode;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestFolder;
import io.dbvitals.testing.TestMonitoring;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** History of a target from a real Prometheus, and from memory where that one does not answer. */
class HistoryIT {
    private static final Path FOLDER = TestFolder.create("history");
    private static final String RULES = """
            groups:
              - name: stored
                rules:
                  - {record: dbvitals_health_score, expr: vector(42), labels: {target: here, instance: one}}
                  - {record: dbvitals_health_score, expr: vector(41), labels: {target: here, instance: other}}
                  - {record: dbvitals_target_up, expr: vector(1), labels: {target: here}}
                  - {record: dbvitals_health_component_value, expr: vector(0.5), labels: {target: here, component: cpu}}
                  - {record: dbvitals_health_score, expr: vector(7), labels: {target: elsewhere}}
            """;

    @Test
    void history_isOfPrometheus_andOfMemoryWhereThatDoesNotAnswer() throws Exception {
        try (TestMonitoring monitoring =
                TestMonitoring.start(FOLDER, RULES, "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n")) {
            try (TestExporter exporter = exporter(monitoring.prometheus().toString())) {
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    JsonNode history = history(exporter);
                    assertThat(history.text("trouble")).isEmpty();
                    assertThat(history.text("source")).isEqualTo("prometheus");
                    assertThat(last(history, "score")).isEqualTo("42.0");
                    assertThat(last(history, "up")).isEqualTo("1.0");
                    assertThat(last(history, "cpu")).isEqualTo("0.5");
                    assertThat(history.items("timestamps")).hasSizeBetween(280, 302);
                    assertThat(history.items("series"))
                            .hasSize(3)
                            .allSatisfy(each ->
                                    assertThat(each.items("values")).hasSameSizeAs(history.items("timestamps")));
                });
            }
        }
        try (TestExporter exporter = exporter("http://127.0.0.1:1")) {
            JsonNode history = history(exporter);
            assertThat(history.text("source")).isEqualTo("memory");
            assertThat(history.text("trouble")).contains("Prometheus at http://127.0.0.1:1");
        }
    }

    private static TestExporter exporter(String prometheus) throws Exception {
        return TestExporter.start(
                FOLDER,
                "targets: [{name: here, host: {}}]\nalerting: {prometheus: \"" + prometheus + "\"}\nhealth: {}\n");
    }

    private static JsonNode history(TestExporter exporter) throws Exception {
        return JsonNode.parse(exporter.get("/api/v1/metrics/here/history?hours=24"));
    }

    private static String last(JsonNode history, String name) {
        List<JsonNode> values = history.items("series").stream()
                .filter(each -> each.text("name").equals(name))
                .findFirst()
                .orElseThrow()
                .items("values");
        return values.get(values.size() - 1).text();
    }
}
