package io.dbvitals.vector.probe;

import static io.dbvitals.vector.probe.Stand.is;
import static io.dbvitals.vector.probe.Stand.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.testing.Backends;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestServer;
import io.dbvitals.testing.VectorRows;
import io.dbvitals.vector.probe.series.Failure;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorProbeIT {
    private static final String USED = "pg_vector_probe_index_used";
    private static final String SCANS = "pg_vector_probe_index_scans_total";
    private static final String LATENCY = "pg_vector_probe_latency_seconds";
    private static final String BLOCKS = "pg_vector_probe_blocks_per_search";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.startWithVector();
        VectorRows.clustered(20_000, 64, 2000, 7).create(server, "docs");
        VectorRows.clustered(4000, 16, 10, 8).create(server, "small");
        server.execute(
                "SET maintenance_work_mem = '256MB'; CREATE INDEX docs_hnsw ON docs USING hnsw (embedding vector_l2_ops)",
                "CREATE INDEX small_hnsw ON small USING hnsw (embedding vector_l2_ops)",
                "GRANT SELECT ON docs, small TO dbvitals");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void searchWidths_areToldApart() {
        VectorConfig config = Stand.quick(List.of(), "public.docs_hnsw");
        // At the same time, so that what else the machine does slows them all.
        try (Stand narrow = new Stand(Stand.with(server, "hnsw.ef_search=10"), config);
                Stand middle = new Stand(Stand.with(server, "hnsw.ef_search=40"), config);
                Stand wide = new Stand(Stand.with(server, "hnsw.ef_search=200"), config)) {
            List<Samples> all = new ArrayList<>();
            for (Stand stand : List.of(narrow, middle, wide)) {
                stand.samples();
            }
            for (Stand stand : List.of(narrow, middle, wide)) {
                all.add(stand.until(each -> each.has(LATENCY, "quantile=\"0.5\"")));
            }
            assertThat(all).allMatch(samples -> is(samples, 1, USED, "docs_hnsw"));
            assertThat(all.stream().map(samples -> value(samples, BLOCKS, "docs_hnsw")))
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(all.stream().map(samples -> value(samples, LATENCY, "docs_hnsw", "quantile=\"0.5\"")))
                    .isSorted();
        }
    }

    @Test
    void series_beginAtZero_andAreThoseOfTheIndex() throws Exception {
        server.execute(
                "CREATE TABLE hollow (e vector(3))",
                "CREATE INDEX hollow_hnsw ON hollow USING hnsw (e vector_l2_ops)",
                "GRANT SELECT ON hollow TO dbvitals");
        try (Stand stand = new Stand(server, Stand.quick(List.of(), "public.hollow_*"))) {
            assertThat(stand.page().size()).isZero();
            Samples samples = stand.untilIs(1, "pg_vector_probe_errors_total", "hollow_hnsw", "reason=\"no_samples\"");
            assertThat(samples.all(SCANS))
                    .containsExactly(
                            "pg_vector_probe_index_scans_total{datname=\"postgres\",indexrelname=\"hollow_hnsw\","
                                    + "relname=\"hollow\",schemaname=\"public\",server=\"db:5432\"} 0.0");
            assertThat(value(samples, "pg_vector_probe_short_results_total", "hollow_hnsw"))
                    .isZero();
            for (String outcome : List.of("ok", "timeout", "error")) {
                assertThat(value(
                                samples,
                                "pg_vector_probe_duration_seconds_count",
                                "hollow_hnsw",
                                "outcome=\"" + outcome + "\""))
                        .isZero();
            }
            assertThat(samples.all("pg_vector_probe_errors_total")).hasSize(Failure.values().length);
            assertThat(samples.has(USED)).isFalse();
            // It is filled and found at the next look at the catalogs.
            server.execute(
                    "INSERT INTO hollow SELECT ARRAY[i, i, 1]::vector FROM generate_series(1, 2000) i",
                    "ANALYZE hollow");
            stand.untilIs(1, USED, "hollow_hnsw");
        }
    }

    @Test
    void durations_areClassicInTextAndNativeInProtobuf() throws Exception {
        try (Stand stand = new Stand(server, Stand.quick(List.of(), "public.small_hnsw"))) {
            Samples samples = stand.until(each -> each.has(SCANS) && value(each, SCANS, "small_hnsw") > 10);
            assertThat(samples.all("pg_vector_probe_duration_seconds_bucket", "outcome=\"ok\""))
                    .hasSize(15)
                    .anyMatch(line -> line.contains("le=\"2.5E-4\""));
            HistogramSnapshot histogram = (HistogramSnapshot) stand.page().stream()
                    .filter(family -> family.getMetadata().getName().equals("pg_vector_probe_duration_seconds"))
                    .findFirst()
                    .orElseThrow();
            assertThat(histogram.getDataPoints())
                    .allMatch(point -> point.hasNativeHistogramData() && point.hasClassicHistogramData())
                    .anyMatch(point -> point.getNativeSchema() == 5
                            && point.getNativeBucketsForPositiveValues().size() > 0);
            ByteArrayOutputStream protobuf = new ByteArrayOutputStream();
            PrometheusProtobufWriter writer = new PrometheusProtobufWriter();
            if (writer.isAvailable()) {
                writer.write(protobuf, stand.page());
                assertThat(protobuf.size()).isPositive();
            }
        }
    }

    @Test
    void ownScans_areThoseThatTheServerCounts() throws Exception {
        server.execute("CREATE INDEX small_scans ON small USING hnsw (embedding vector_cosine_ops)");
        String own;
        try (Stand stand = new Stand(server, Stand.quick(List.of(), "public.small_scans"))) {
            stand.until(each -> each.has(SCANS) && value(each, SCANS, "small_scans") > 20);
            stand.probe.close();
            own = String.valueOf((int) value(stand.samples(), SCANS, "small_scans"));
        }
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(Backends.count(
                                server, "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'small_scans'"))
                        .hasToString(own));
        // Another test has a search with this operator use an index of its own.
        server.execute("DROP INDEX small_scans");
    }

    @Test
    void droppedIndex_isMissed_untilThereIsAnother() {
        server.execute(
                "CREATE TABLE lost AS SELECT id, embedding FROM small",
                "CREATE INDEX lost_hnsw ON lost USING hnsw (embedding vector_l2_ops)",
                "ANALYZE lost",
                "GRANT SELECT ON lost TO dbvitals");
        try (Stand stand = new Stand(server, Stand.quick(List.of(), "public.lost_*"))) {
            stand.untilIs(1, USED, "lost_hnsw");
            server.execute("DROP INDEX lost_hnsw");
            stand.untilIs(0, USED, "lost_hnsw");
            // Searches go on.
            double blocks = value(stand.until(each -> each.has(BLOCKS)), BLOCKS, "lost_hnsw");
            assertThat(blocks).isPositive();
            server.execute("CREATE INDEX lost_new ON lost USING hnsw (embedding vector_l2_ops)");
            Samples samples = stand.untilIs(1, USED, "lost_new");
            assertThat(samples.all(USED)).hasSize(1);
            server.execute("DROP INDEX lost_new");
            stand.untilIs(0, USED, "lost_new");
            server.execute("DROP TABLE lost");
            stand.until(each -> each.lines().isEmpty());
        }
    }

    @Test
    void ownQueries_thatCannotUseTheIndex_areSeen() {
        server.execute(
                "CREATE INDEX small_cosine ON small USING hnsw (embedding vector_cosine_ops)",
                "CREATE INDEX small_three ON small USING hnsw (embedding vector_l1_ops)");
        try (Stand stand = new Stand(
                server,
                Stand.quick(List.of(
                        query(
                                "right",
                                "small_cosine",
                                "SELECT embedding <=> $1::vector AS d FROM small ORDER BY d LIMIT 5"),
                        query(
                                "wrong",
                                "small_hnsw",
                                "SELECT embedding <#> $1::vector AS d FROM small ORDER BY d LIMIT 5"),
                        query("whole", "small_three", "SELECT embedding <+> $1::vector AS d FROM small ORDER BY d"),
                        query(
                                "missing",
                                "small_nothing",
                                "SELECT embedding <-> $1::vector AS d FROM small ORDER BY d LIMIT 5"),
                        query(
                                "mistaken",
                                "small_pkey",
                                "SELECT nothing <-> $1::vector AS d FROM small ORDER BY d LIMIT 5"))))) {
            stand.untilIs(1, USED, "small_cosine");
            stand.untilIs(0, USED, "small_hnsw");
            stand.untilIs(0, USED, "small_three");
            Samples samples = stand.untilIs(0, USED, "small_nothing");
            assertThat(samples.all(USED, "small_nothing")).allMatch(line -> line.contains("relname=\"\""));
            assertThat(samples.all(USED, "small_cosine")).allMatch(line -> line.contains("relname=\"small\""));
            samples = stand.until(
                    each -> is(each, 1, "pg_vector_probe_errors_total", "small_pkey", "reason=\"bad_query\""));
            assertThat(samples.has(USED, "small_pkey")).isFalse();
            // How many rows it wants is not known.
            assertThat(samples.has("pg_vector_probe_short_results_total")).isFalse();
        }
    }

    @Test
    void shortResults_amongDeadRows() {
        server.execute(
                "CREATE TABLE thinned (LIKE small) WITH (autovacuum_enabled = off)",
                "INSERT INTO thinned SELECT * FROM small",
                "CREATE INDEX thinned_hnsw ON thinned USING hnsw (embedding vector_l2_ops)",
                "GRANT SELECT ON thinned TO dbvitals",
                "ANALYZE thinned");
        VectorConfig config = Stand.quick(30, Duration.ofSeconds(2), List.of(), "public.thinned_hnsw");
        String tooFew = "pg_vector_probe_short_results_total";
        // What is left is so little that a sequential scan would be chosen.
        try (Stand stand = new Stand(Stand.with(server, "enable_seqscan=off"), config)) {
            Samples samples = stand.until(each -> each.has(SCANS) && value(each, SCANS, "thinned_hnsw") > 20);
            assertThat(value(samples, tooFew, "thinned_hnsw")).isZero();
            server.execute("DELETE FROM thinned WHERE id % 5 < 3");
            stand.until(each -> value(each, tooFew, "thinned_hnsw") > 10);
            server.execute("VACUUM thinned");
            double before = value(stand.samples(), tooFew, "thinned_hnsw");
            double scans = value(stand.samples(), SCANS, "thinned_hnsw");
            samples = stand.until(each -> value(each, SCANS, "thinned_hnsw") > scans + 50);
            assertThat(value(samples, tooFew, "thinned_hnsw")).isLessThanOrEqualTo(before + 5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void recall_isMeasuredBesideTheSearches(int connections) {
        VectorConfig config = new VectorConfig(
                true,
                connections,
                Duration.ofMillis(100),
                5,
                10,
                Duration.ofSeconds(2),
                0.5,
                List.of("public.small_hnsw"),
                List.of(),
                Optional.of(new VectorConfig.Recall(Duration.ofHours(1), 16, Duration.ofSeconds(30), 1L << 30)),
                List.of(),
                false);
        try (Stand stand = new Stand(server, config)) {
            String[] labels = {"k=\"10\"", "method=\"exact\""};
            Samples samples = stand.until(each -> each.has("pg_vector_probe_recall_ratio"));
            assertThat(value(samples, "pg_vector_probe_recall_ratio", "small_hnsw", labels))
                    .isBetween(0.5, 1.0);
            assertThat(value(samples, "pg_vector_probe_recall_worst_ratio", "small_hnsw", labels))
                    .isBetween(0.0, 1.0);
            assertThat(value(samples, "pg_vector_probe_recall_queries", "small_hnsw", labels))
                    .isBetween(1.0, 16.0);
            assertThat(value(samples, "pg_vector_probe_recall_timestamp_seconds", "small_hnsw", labels))
                    .isGreaterThan(1.7e9);
            assertThat(value(samples, "pg_vector_probe_recall_duration_seconds", "small_hnsw", labels))
                    .isPositive();
            double scans = value(samples, SCANS, "small_hnsw");
            stand.until(each -> value(each, SCANS, "small_hnsw") > scans + 10);
        }
    }

    private static VectorConfig.OwnQuery query(String name, String index, String sql) {
        return new VectorConfig.OwnQuery(
                name, "", "public." + index, "SELECT embedding::text FROM small TABLESAMPLE SYSTEM (20) LIMIT 20", sql);
    }
}
