package io.dbvitals.app.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.json.JsonNode;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.testing.Backends;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlIT {
    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = TestServer.start(17);
        server.execute("CREATE DATABASE second");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void pausedTarget_isNotAskedUntilItIsOver() throws Exception {
        Admin admin = new Admin(folder);
        try (TestExporter exporter = start("")) {
            assertThat(exporter.samples("/metrics").value("pg_up", "target=\"a\""))
                    .isEqualTo(1);
            JsonNode state = control(admin, exporter, "{\"action\": \"pause\", \"target\": \"a\"}");
            assertThat(state.items("paused"))
                    .singleElement()
                    .satisfies(pause -> assertThat(pause.text("target")).isEqualTo("a"))
                    .satisfies(pause -> assertThat(pause.text("by")).isEqualTo("token:alice"));
            Samples paused = exporter.samples("/metrics");
            assertThat(paused.all("pg_up")).singleElement().asString().contains("target=\"b\"");
            assertThat(paused.value("dbvitals_target_paused", "target=\"a\"")).isEqualTo(1);
            await().until(() -> Backends.count(
                            server,
                            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'dbvitals' AND datname = 'postgres'")
                    == 0);
            assertThat(exporter.get("/health")).contains("collection is paused until ", "degraded");
            assertThat(JsonNode.parse(exporter.get("/api/v1/dashboard")).items("targets"))
                    .anySatisfy(card -> assertThat(card.text("target") + card.text("name") + " " + card.text("paused"))
                            .isEqualTo("a true"));

            control(admin, exporter, "{\"action\": \"reload\"}");
            assertThat(exporter.samples("/metrics").all("pg_up")).hasSize(1);
            assertThat(control(admin, exporter, "{\"action\": \"resume\", \"target\": \"a\"}")
                            .items("paused"))
                    .isEmpty();
            assertThat(exporter.samples("/metrics").value("pg_up", "target=\"a\""))
                    .isEqualTo(1);

            control(admin, exporter, "{\"action\": \"pause\", \"target\": \"a\", \"for\": \"1s\"}");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> exporter.samples("/metrics").all("pg_up").size() == 2);
            assertThat(exporter.samples("/metrics").has("dbvitals_target_paused"))
                    .isFalse();
        }
        assertThat(Files.readString(audit()))
                .contains("\"action\":\"pause\"", "\"action\":\"resume\"", "\"action\":\"reload\"");
        assertThat(AuditLog.verify(audit()).isGood()).isTrue();
    }

    @Test
    void guard_isStoppedUntilItIsStarted() throws Exception {
        Admin admin = new Admin(folder);
        try (TestExporter exporter = start("enabled: true, ")) {
            assertThat(exporter.samples("/metrics").value("dbvitals_guard_enabled"))
                    .isEqualTo(1);
            JsonNode guard = control(admin, exporter, "{\"action\": \"guard-stop\"}")
                    .member("guard")
                    .orElseThrow();
            assertThat(guard.text("running")).isEqualTo("false");
            assertThat(guard.text("stopped_by")).isEqualTo("token:alice");
            control(admin, exporter, "{\"action\": \"reload\"}");
            assertThat(exporter.samples("/metrics").value("dbvitals_guard_enabled"))
                    .isZero();
            assertThat(control(admin, exporter, "{\"action\": \"guard-start\"}")
                            .member("guard")
                            .orElseThrow()
                            .text("running"))
                    .isEqualTo("true");
            assertThat(exporter.samples("/metrics").value("dbvitals_guard_enabled"))
                    .isEqualTo(1);

            Files.writeString(folder.resolve("dbvitals.yaml"), "targets: nonsense\n");
            HttpResponse<String> answer = admin.post(exporter, "/api/v1/control", "{\"action\": \"reload\"}");
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("not reloaded, the configuration before is kept", "dbvitals.yaml:1:10");
            assertThat(JsonNode.parse(exporter.get("/api/v1/config")).text("reload_failure"))
                    .contains("dbvitals.yaml:1:10");
        }
        assertThat(Files.readString(audit())).contains("\"action\":\"guard_stop\"", "\"action\":\"guard_start\"");
    }

    private JsonNode control(Admin admin, TestExporter exporter, String body) throws Exception {
        return admin.done(exporter, "/api/v1/control", body);
    }

    private TestExporter start(String guard) throws Exception {
        return TestExporter.start(
                folder,
                "targets:\n" + server.target("a", "postgres", "") + server.target("b", "second", "") + Admin.KEYS
                        + "guard: {" + guard + "audit_file: audit.jsonl}\n");
    }

    private Path audit() {
        return folder.resolve("audit.jsonl");
    }
}
