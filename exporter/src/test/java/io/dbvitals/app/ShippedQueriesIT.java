package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped queries, those that are off by default too, as a user that has pg_monitor and nothing else. */
class ShippedQueriesIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16, 17, 18})
    void everyQuery_worksOnPrimaryAndStandbyIdleAndBusy(int major) throws Exception {
        try (Fixture fixture = new Fixture(major);
                TestServer standby = fixture.server.standby("follower")) {
            assertAllSucceed(standby, 1);
            assertAllSucceed(fixture.server, 3);
            fixture.busy();
            assertAllSucceed(fixture.server, 1);
        }
    }

    private void assertAllSucceed(TestServer server, int connections)
            throws IOException, InterruptedException, ConfigException {
        String yaml = """
                targets:
                  - name: one
                    postgres: {url: "%s", user: dbvitals, password: "%s", max_connections: %d}
                    databases: {discover: true}
                queries: {enable: ["*"]}
                """.formatted(server.url("postgres"), TestServer.PASSWORD, connections);
        try (TestExporter exporter = TestExporter.start(folder, yaml)) {
            for (int scrape = 0; scrape < 3; scrape++) {
                List<String> page = exporter.get("/metrics").lines().toList();
                assertThat(page.stream().filter(line -> line.startsWith("dbvitals_collector_success{")))
                        .hasSizeGreaterThan(40)
                        .allMatch(line -> line.endsWith(" 1.0"));
                assertThat(page.stream().filter(line -> line.startsWith("dbvitals_collector_errors_total")))
                        .isEmpty();
                assertThat(page.stream().filter(line -> line.startsWith("dbvitals_duplicate_series_total")))
                        .isEmpty();
            }
        }
    }
}
