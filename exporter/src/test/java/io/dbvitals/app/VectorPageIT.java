package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.GoldenPage;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import io.dbvitals.testing.VectorRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program on a server with vectors: inventory, statements and searches on one page. */
class VectorPageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String INDEX =
            "datname=\"postgres\",indexrelname=\"docs_hnsw\",relname=\"docs\",schemaname=\"public\"";

    /** {@code mvn verify -Dit.test=VectorPageIT -Dgolden.update=true} writes it anew; look at its diff. */
    private static final Path GOLDEN = Path.of("src/test/resources/golden/postgres-17-vector-probe.txt");

    private static TestServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.startWithVector();
        VectorRows.clustered(5000, 16, 20, 5).create(server, "docs");
        VectorRows.clustered(20_000, 32, 100, 6).create(server, "worn");
        server.execute(
                "CREATE INDEX worn_hnsw ON worn USING hnsw (embedding vector_l2_ops)",
                "GRANT SELECT ON worn TO dbvitals",
                "CREATE INDEX docs_hnsw ON docs USING hnsw (embedding vector_l2_ops)",
                "GRANT SELECT ON docs TO dbvitals");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void page_holdsInventorySearchesAndRecall() throws Exception {
        String vector =
                "    vector: {probe: auto, interval: 200ms, searches: 50, max_load: 0.5, exclude: [public.worn*]}\n";
        try (TestExporter exporter = TestExporter.start(folder, yaml(vector))) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(exporter.get("/metrics/vector"))
                            .contains("pg_vector_probe_recall_ratio{")
                            .contains("quantile=\"0.99\""));
            String page = exporter.get("/metrics/vector");
            assertThat(page)
                    .contains("pg_vector_probe_index_used{" + INDEX)
                    .contains("pg_vector_index_size_bytes{" + INDEX)
                    .contains("pg_vector_index_info{")
                    .contains("pg_vector_statement_calls_total{")
                    .contains("dbvitals_target_up{")
                    .doesNotContain("\npg_stat_", "\npg_settings", "ruvector_");
            Samples samples = Samples.of(page);
            assertThat(samples.value("pg_vector_probe_index_used")).isEqualTo(1);
            assertThat(samples.value("pg_vector_probe_recall_ratio")).isBetween(0.5, 1.0);
            assertGolden(GoldenPage.of(page, "pg_vector_(probe|statement)_.*"));
            assertThat(exporter.get("/metrics")).contains("pg_vector_probe_index_used{", "pg_stat_database_blks_hit{");
            assertThat(exporter.answer("/metrics/vector?collect[]=pg_locks").statusCode())
                    .isEqualTo(400);
            assertThat(exporter.get("/metrics/vector?collect[]=pg_vector_probe"))
                    .contains("pg_vector_probe_index_used{")
                    .doesNotContain("pg_vector_index_info{");
        }
        await().atMost(PATIENCE).until(() -> connections() == 0);
    }

    /** Dead rows take the places of live ones among the candidates: a search is as fast as ever, and finds less. */
    @Test
    void deletingWithoutVacuum_lowersRecallOnThePage_whileLatencyStays() throws Exception {
        server.execute("ALTER TABLE worn SET (autovacuum_enabled = off)");
        String vector =
                "    vector: {probe: auto, interval: 200ms, searches: 50, max_load: 0.5, k: 30, include: [public.worn_hnsw]}\n";
        double before;
        double quick;
        try (TestExporter exporter = TestExporter.start(folder, yaml(vector))) {
            await().atMost(PATIENCE).until(() -> measured(exporter));
            Samples samples = exporter.samples("/metrics/vector");
            before = samples.value("pg_vector_probe_recall_ratio");
            quick = samples.value("pg_vector_probe_latency_seconds", "quantile=\"0.5\"");
        }
        server.execute("DELETE FROM worn WHERE id % 10 < 6", "ANALYZE worn");
        // A new process measures at once; the same one would within the hour.
        try (TestExporter exporter = TestExporter.start(folder, yaml(vector))) {
            await().atMost(PATIENCE).until(() -> measured(exporter));
            Samples samples = exporter.samples("/metrics/vector");
            assertThat(before).isGreaterThan(0.9);
            assertThat(samples.value("pg_vector_probe_recall_ratio")).isLessThan(before - 0.2);
            assertThat(samples.value("pg_vector_probe_short_results_total")).isPositive();
            assertThat(samples.value("pg_vector_probe_index_used")).isEqualTo(1);
            // Twenty times as slow is what reading the table would be.
            assertThat(samples.value("pg_vector_probe_latency_seconds", "quantile=\"0.5\""))
                    .isLessThan(20 * quick);
        }
    }

    private static void assertGolden(String page) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(GOLDEN, page);
        }
        assertThat(page).isEqualTo(Files.readString(GOLDEN));
    }

    private static boolean measured(TestExporter exporter) throws Exception {
        String page = exporter.get("/metrics/vector");
        return page.contains("pg_vector_probe_recall_ratio{") && page.contains("quantile=\"0.5\"");
    }

    @Test
    void reload_startsAndEndsTheSearches() throws Exception {
        try (TestExporter exporter = TestExporter.start(folder, yaml(""))) {
            assertThat(exporter.get("/metrics/vector"))
                    .contains("pg_vector_index_info{")
                    .doesNotContain("pg_vector_probe_");
            assertThat(connections()).isZero();
            reload(
                    exporter,
                    "    vector: {probe: auto, interval: 200ms, ruvector_names: true, exclude: [public.worn*]}\n");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(exporter.get("/metrics/vector"))
                            .contains("pg_vector_probe_index_used{")
                            .contains("ruvector_vector_count{" + INDEX)
                            .contains("ruvector_index_size_bytes{" + INDEX)
                            .contains("ruvector_index_operations_total{")
                            .contains("ruvector_searches_total{")
                            .contains("ruvector_search_throughput{")
                            .contains("ruvector_search_latency_seconds_bucket{")
                            .contains("ruvector_errors_total{"));
            reload(exporter, "");
            assertThat(exporter.get("/metrics/vector")).doesNotContain("pg_vector_probe_", "ruvector_");
            await().atMost(PATIENCE).until(() -> connections() == 0);
        }
    }

    private void reload(TestExporter exporter, String vector) throws Exception {
        Files.writeString(folder.resolve("dbvitals.yaml"), "listen: 127.0.0.1:0\n" + yaml(vector));
        exporter.exporter().reload();
    }

    /** {@code vector}: a line of the target, or nothing. */
    private static String yaml(String vector) {
        return "targets:\n  - name: a\n    postgres: {url: \"" + server.url("postgres")
                + "\", user: dbvitals, password: \"" + TestServer.PASSWORD + "\"}\n" + vector;
    }

    private static int connections() throws Exception {
        try (Connection connection = server.connect("postgres");
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dbvitals-vector'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
