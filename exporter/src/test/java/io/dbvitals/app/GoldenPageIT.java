package io.dbvitals.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.GoldenPage;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole pages against {@code src/test/resources/golden}. After an intended change of the shipped queries
 * {@code mvn verify -Dit.test=GoldenPageIT -Dgolden.update=true} writes the files anew; look at their diff before you commit it.
 */
class GoldenPageIT {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private static final String PROTOBUF =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16, 17, 18})
    void page_isTheGoldenOne(int major) throws Exception {
        try (Fixture fixture = new Fixture(major).busy();
                TestExporter exporter = exporter(fixture.server)) {
            exporter.get("/metrics/postgres");
            String page = exporter.get("/metrics/postgres");
            assertNothingFailed(page);
            assertGolden("postgres-" + major, GoldenPage.of(page));
            assertThat(Promtool.complaints(page)).isSubsetOf(Promtool.accepted());
            OpenMetricsPage.assertStrict(
                    exporter.answer("/metrics/postgres", "Accept", "application/openmetrics-text; version=1.0.0")
                            .body());
            assertThat(ProtobufPage.families(exporter.bytes("/metrics/postgres", "Accept", PROTOBUF)))
                    .hasSameSizeAs(page.lines()
                            .filter(line -> line.startsWith("# TYPE "))
                            .toList())
                    .containsEntry("pg_up", 1)
                    .containsEntry("pg_stat_database_xact_commit", 4);
        }
    }

    @Test
    void pageWithVectors_isTheGoldenOne() throws Exception {
        try (Fixture fixture = Fixture.withVectors();
                TestExporter exporter = exporter(fixture.server)) {
            String page = exporter.get("/metrics/postgres");
            assertNothingFailed(page);
            // When a session tells of the functions that it ran is its own affair.
            assertGolden("postgres-17-vector", GoldenPage.of(page, "(?!pg_stat_user_functions_).*"));
            assertThat(Promtool.complaints(page)).isSubsetOf(Promtool.accepted());
            OpenMetricsPage.assertStrict(
                    exporter.answer("/metrics/postgres", "Accept", "application/openmetrics-text; version=1.0.0")
                            .body());
            assertThat(ProtobufPage.families(exporter.bytes("/metrics/postgres", "Accept", PROTOBUF)))
                    .containsEntry("pg_vector_index_info", 3)
                    .containsEntry("pg_vector_column_indexed", 2)
                    .containsEntry("pg_vector_table_operations_total", 4);
        }
    }

    @Test
    void pageOfStandbyAndItsPrimary_areTheGoldenOnes() throws Exception {
        try (Fixture fixture = new Fixture(17);
                TestServer standby = fixture.server.standby("follower");
                TestExporter ofStandby = exporter(standby);
                TestExporter ofPrimary = exporter(fixture.server)) {
            fixture.awaitStreaming(standby);
            ofStandby.get("/metrics/postgres");
            String page = ofStandby.get("/metrics/postgres");
            assertNothingFailed(page);
            assertGolden("postgres-17-standby", GoldenPage.of(page));
            assertThat(Promtool.complaints(page)).isSubsetOf(Promtool.accepted());
            ofPrimary.get("/metrics/postgres");
            page = ofPrimary.get("/metrics/postgres");
            assertNothingFailed(page);
            assertGolden("postgres-17-primary-of-standby", GoldenPage.of(page, "pg_(?:stat_)?replication.*"));
        }
    }

    private TestExporter exporter(TestServer server) throws Exception {
        // One connection: no idle ones of the exporter's own, whose number would depend on chance.
        return TestExporter.start(folder, """
                targets:
                  - name: primary
                    postgres: {url: "%s", user: dbvitals, password: "%s", max_connections: 1}
                    databases: {discover: true}
                """.formatted(server.url("postgres"), TestServer.PASSWORD));
    }

    private static void assertNothingFailed(String page) {
        assertThat(page.lines().filter(line -> line.startsWith("dbvitals_collector_success{")))
                .isNotEmpty()
                .allMatch(line -> line.endsWith(" 1.0"));
    }

    private static void assertGolden(String name, String actual) throws IOException {
        Path file = GOLDEN.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, actual, UTF_8);
            return;
        }
        List<String> wanted = Files.readAllLines(file, UTF_8);
        List<String> seen = actual.lines().toList();
        List<String> gone = wanted.stream()
                .filter(line -> !seen.contains(line))
                .map(line -> "- " + line)
                .toList();
        List<String> come = seen.stream()
                .filter(line -> !wanted.contains(line))
                .map(line -> "+ " + line)
                .toList();
        assertThat(gone)
                .as("%s: lines that the page lacks; it has these instead: %s", file, String.join("\n", come))
                .isEmpty();
        assertThat(come)
                .as("%s: lines that the page has and the file lacks", file)
                .isEmpty();
    }
}
