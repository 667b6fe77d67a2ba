package io.dbvitals.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.json.JsonNode;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /api/v1/dashboard} says when nobody scrapes. */
class DashboardIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DASHBOARD = "/api/v1/dashboard";

    @TempDir
    private Path folder;

    private TestServer postgres;
    private TestExporter exporter;

    @BeforeEach
    void start() throws Exception {
        postgres = TestServer.start(17);
        exporter = TestExporter.start(
                folder, "\nhealth: {enabled: true}\ntargets:\n" + postgres.target("primary", "postgres", ""));
    }

    @AfterEach
    void stop() {
        exporter.close();
        postgres.close();
    }

    @Test
    void killedOrFrozenServer_isUnhealthyByTheNextLook_andHealthyAgain() throws Exception {
        await().atMost(PATIENCE).until(() -> card("status").equals("healthy"));
        assertThat(card().number("score")).isGreaterThan(80);
        postgres.signal("STOP");
        await().atMost(Duration.ofSeconds(20)).until(() -> card("status").equals("unhealthy"));
        assertThat(card("error")).isNotEmpty();
        postgres.signal("CONT");
        await().atMost(PATIENCE).until(() -> card("status").equals("healthy"));
        postgres.kill();
        await().atMost(Duration.ofSeconds(20)).until(() -> card("status").equals("unhealthy"));
        assertThat(card().items("losses").get(0).text("component")).isEqualTo("reachable");
        postgres.startAgain();
        await().atMost(PATIENCE).until(() -> card("status").equals("healthy"));
    }

    @Test
    void dashboardThatIsKnown_isNotSentAgain() throws Exception {
        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> first = exporter.answer(DASHBOARD);
            String tag = first.headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> second = exporter.answer(DASHBOARD, "If-None-Match", tag);
            assertThat(second.statusCode()).isEqualTo(304);
            assertThat(second.body()).isEmpty();
        });
        assertThat(exporter.answer(DASHBOARD, "If-None-Match", "W/\"other\"").statusCode())
                .isEqualTo(200);
    }

    private String card(String member) throws Exception {
        return card().text(member);
    }

    private JsonNode card() throws Exception {
        return JsonNode.parse(exporter.get(DASHBOARD)).items("targets").get(0);
    }
}
