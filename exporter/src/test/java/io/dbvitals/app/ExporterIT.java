package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExporterIT {
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
    void metrics_holdWhatTheServerSays() throws Exception {
        String yaml = """
                targets:
                  - name: primary
                    postgres: {url: "%s", user: dbvitals, password: "%s"}
                """.formatted(server.url("postgres"), TestServer.PASSWORD);
        try (TestExporter exporter = TestExporter.start(folder, yaml)) {
            String page = exporter.get("/metrics");
            assertThat(page)
                    .contains("pg_up{server=\"127.0.0.1:" + server.port() + "\"} 1.0")
                    .contains("pg_settings_max_connections{server=\"127.0.0.1:" + server.port() + "\"} 60.0")
                    .contains("dbvitals_target_up{kind=\"postgres\",target=\"primary\"} 1.0")
                    .doesNotContain(TestServer.PASSWORD);
            assertThat(page.lines().filter(line -> line.startsWith("dbvitals_collector_success")))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith(" 1.0"));
        }
    }
}
