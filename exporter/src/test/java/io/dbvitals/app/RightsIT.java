package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RightsIT {
    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() throws Exception {
        server = TestServer.start(18);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void withoutPgMonitor_whatNeedsItIsDeniedAndTheRestServed() throws Exception {
        server.execute("CREATE ROLE plain LOGIN PASSWORD 'plain'");
        try (TestExporter exporter = TestExporter.start(
                folder,
                "targets: [{name: a, postgres: {url: \"" + server.url("postgres")
                        + "\", user: plain, password: plain}}]\n")) {
            Samples page = exporter.samples("/metrics");
            assertThat(page.value("pg_up")).isEqualTo(1);
            assertThat(page.failed()).contains("pg_wal").hasSizeLessThan(8);
            assertThat(page.all("dbvitals_collector_errors_total"))
                    .hasSameSizeAs(page.failed())
                    .allMatch(line -> line.contains("reason=\"denied\""));
            assertThat(page.has("pg_stat_database_xact_commit", "datname=\"postgres\""))
                    .isTrue();
            assertThat(page.has("pg_settings_max_connections")).isTrue();
            assertThat(page.has("pg_locks_count")).isTrue();

            server.execute("GRANT pg_monitor TO plain");
            assertThat(exporter.samples("/metrics").failed()).isEmpty();
        }
    }
}
