package io.dbvitals.vector.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.testing.VectorRows;
import io.dbvitals.vector.catalog.IndexName;
import io.dbvitals.vector.catalog.VectorIndex;
import io.dbvitals.vector.search.Found;
import io.dbvitals.vector.search.Search;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TruthIT {
    private static final Map<String, String> NO_INDEX = Map.of("enable_indexscan", "off");

    /** Has the planner take the index of a table that is small. */
    private static final Map<String, String> INDEX = Map.of("enable_seqscan", "off");

    private static VectorServer postgres;

    @BeforeAll
    static void start() {
        postgres = new VectorServer();
        VectorRows.clustered(20_000, 64, 200, 7).onGrid().create(postgres.server, "docs");
        VectorRows.clustered(600, 1536, 20, 8).create(postgres.server, "large");
        VectorRows.clustered(2000, 16, 20, 9).create(postgres.server, "small");
        postgres.server.execute(
                // A graph with few links, built in little time: what it misses depends on how far is searched.
                "CREATE INDEX docs_l2 ON docs USING hnsw (embedding vector_l2_ops) WITH (m = 6, ef_construction = 24)",
                "CREATE INDEX docs_cosine ON docs USING hnsw (embedding vector_cosine_ops) WITH (m = 6, ef_construction = 24)",
                "CREATE INDEX docs_ip ON docs USING hnsw (embedding vector_ip_ops) WITH (m = 6, ef_construction = 24)",
                "CREATE TABLE lists (e vector(16))",
                // No clusters: neighbours are in several lists.
                "INSERT INTO lists SELECT (SELECT array_agg(random()) FROM generate_series(1, 16) WHERE i > 0)::vector"
                        + " FROM generate_series(1, 5000) i",
                "CREATE INDEX lists_ivf ON lists USING ivfflat (e vector_l2_ops) WITH (lists = 50)",
                "CREATE INDEX large_l2 ON large USING hnsw (embedding vector_l2_ops) WITH (m = 8, ef_construction = 32)",
                "CREATE TABLE mixed AS SELECT id, embedding AS e, embedding::halfvec(16) AS h,"
                        + " embedding::sparsevec(16) AS \"Odd \"\"Name\" FROM small",
                "INSERT INTO mixed VALUES (0, NULL, NULL, NULL), (-1, array_fill(0, ARRAY[16])::vector, NULL, NULL)",
                "CREATE INDEX mixed_half ON mixed USING hnsw ((e::halfvec(16)) halfvec_cosine_ops)",
                "CREATE INDEX mixed_bits ON mixed USING hnsw ((binary_quantize(e)::bit(16)) bit_hamming_ops)",
                "CREATE INDEX mixed_some ON mixed USING hnsw (h halfvec_ip_ops) WHERE id > 1000",
                "CREATE INDEX mixed_sparse ON mixed USING hnsw (\"Odd \"\"Name\" sparsevec_l2_ops)",
                "CREATE INDEX mixed_cosine ON mixed USING hnsw (e vector_cosine_ops)",
                "CREATE TABLE equals AS SELECT i AS id, format('[%s,1,2]', i % 3)::vector(3) AS e FROM generate_series(1, 3000) i",
                "CREATE INDEX equals_l2 ON equals USING hnsw (e vector_l2_ops)",
                "CREATE TABLE few AS SELECT id, embedding AS e FROM small WHERE id <= 4",
                "CREATE INDEX few_l2 ON few USING hnsw (e vector_l2_ops)",
                "CREATE EXTENSION cube",
                "CREATE TABLE places AS SELECT i AS id, cube(ARRAY[i % 50, i / 50]) AS at FROM generate_series(1, 2000) i",
                "CREATE INDEX places_at ON places USING gist (at)",
                "ANALYZE",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO dbvitals");
    }

    @AfterAll
    static void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void recall_isThatOfBruteForce_forEachMeasureAndWidth() throws Exception {
        float[][] rows = postgres.texts("SELECT embedding FROM docs").stream()
                .map(TruthIT::vector)
                .toArray(float[][]::new);
        for (Map.Entry<String, Measure> each : Map.<String, Measure>of(
                        "docs_l2", TruthIT::squares, "docs_cosine", TruthIT::angle, "docs_ip", TruthIT::product)
                .entrySet()) {
            SearchBatch drawn = postgres.batch(Search.in(postgres.index(each.getKey()), 10, 64), 48);
            SearchBatch batch = new SearchBatch(
                    drawn.search(), drawn.values().stream().map(TruthIT::onGrid).toList());
            Truth truth = postgres.truth(batch, 1);
            Map<String, Double> recalls = new HashMap<>();
            for (String width : List.of("10", "40", "200")) {
                List<Found> found = postgres.run(batch, Map.of("hnsw.ef_search", width));
                Score score = truth.recall(found).orElseThrow();
                assertThat(score.k()).isEqualTo(10);
                assertThat(score.queries()).isEqualTo(48);
                assertThat(score.worst()).isLessThanOrEqualTo(score.mean());
                assertThat(score.mean())
                        .as(each.getKey() + " with " + width)
                        .isCloseTo(bruteForce(batch.values(), found, rows, each.getValue()), within(0.0005));
                recalls.put(width, score.mean());
            }
            // Levels of the graph are drawn by chance, so it is another one each time.
            assertThat(recalls.get("10")).as(each.getKey() + recalls).isLessThan(recalls.get("200") - 0.02);
            assertThat(recalls.get("40")).as(each.getKey() + recalls).isBetween(recalls.get("10"), recalls.get("200"));
        }
    }

    @Test
    void lists_haveAllNeighbours_whenAllAreSearched() throws Exception {
        SearchBatch batch = postgres.batch(Search.in(postgres.index("lists_ivf"), 10, 64), 32);
        Truth truth = postgres.truth(batch, 1);
        double one = truth.recall(postgres.run(batch, Map.of("ivfflat.probes", "1")))
                .orElseThrow()
                .mean();
        assertThat(one).isBetween(0.05, 0.9);
        Score all = truth.recall(postgres.run(batch, Map.of("ivfflat.probes", "50", "enable_seqscan", "off")))
                .orElseThrow();
        assertThat(all.mean()).isEqualTo(1);
        assertThat(all.worst()).isEqualTo(1);
    }

    @Test
    void pass_findsWhatSeparateSearchesDo_inEveryKindOfIndex() throws Exception {
        for (String name : List.of(
                "docs_cosine",
                "large_l2",
                "mixed_half",
                "mixed_bits",
                "mixed_some",
                "mixed_sparse",
                "mixed_cosine",
                "equals_l2",
                "few_l2")) {
            VectorIndex index = postgres.index(name);
            SearchBatch batch = postgres.batch(Search.in(index, 10, 16), 16);
            double[][] nearest = postgres.in(
                    Map.of(), transaction -> new ExactPass(index, 10, 1, 5).run(transaction, batch.values()));
            List<Found> separate = postgres.run(batch, NO_INDEX);
            for (int i = 0; i < nearest.length; i++) {
                // As near as nothing else, which sorts last: a zero vector has no angle.
                assertThat(nearest[i])
                        .as(name)
                        .containsExactly(separate.get(i).distances().stream()
                                .filter(distance -> !distance.isNaN())
                                .mapToDouble(distance -> distance)
                                .toArray());
            }
            Truth truth = postgres.truth(batch, 1);
            assertThat(truth.recall(separate).orElseThrow().worst()).as(name).isEqualTo(1);
            Score byIndex = truth.recall(postgres.run(batch, INDEX)).orElseThrow();
            assertThat(byIndex.mean()).as(name).isBetween(0.1, 1.0);
        }
    }

    @Test
    void pass_readsEachLargeVectorOnce() throws Exception {
        SearchBatch batch = postgres.batch(Search.in(postgres.index("large_l2"), 10, 32), 32);
        String toast = "(SELECT x.indexrelid FROM pg_class c JOIN pg_index x ON x.indrelid = c.reltoastrelid"
                + " WHERE c.oid = 'large'::regclass)";
        String reads = "SELECT pg_stat_get_numscans(" + toast + ")";
        long before = settled(reads);
        postgres.truth(batch, 1);
        // Of 600 rows all are within the part that is looked at first: twice, not for each of 32 values.
        assertThat(settled(reads) - before).isEqualTo(1200);
    }

    @Test
    void equallyNear_areAsGoodAsEachOther() throws Exception {
        SearchBatch batch = postgres.batch(Search.in(postgres.index("equals_l2"), 10, 16), 16);
        Score score =
                postgres.truth(batch, 1).recall(postgres.run(batch, INDEX)).orElseThrow();
        assertThat(score.worst()).isEqualTo(1);
    }

    @Test
    void fewerRowsThanNeighbours_areAll() throws Exception {
        SearchBatch batch = postgres.batch(Search.in(postgres.index("few_l2"), 10, 16), 4);
        Score score =
                postgres.truth(batch, 1).recall(postgres.run(batch, INDEX)).orElseThrow();
        assertThat(score.mean()).isEqualTo(1);
        assertThat(score.k()).isEqualTo(10);
    }

    @Test
    void sample_givesAboutTheSameAsAllRows() throws Exception {
        SearchBatch batch = postgres.batch(Search.in(postgres.index("docs_l2"), 10, 64), 64);
        Truth exact = postgres.truth(batch, 1);
        Truth sampled = postgres.truth(batch, 0.3);
        assertThat(exact.method().label()).isEqualTo("exact");
        assertThat(sampled.method().label()).isEqualTo("sampled");
        for (String width : List.of("10", "40", "200")) {
            List<Found> found = postgres.run(batch, Map.of("hnsw.ef_search", width));
            assertThat(sampled.recall(found).orElseThrow().mean())
                    .as(width)
                    .isCloseTo(exact.recall(found).orElseThrow().mean(), within(0.1));
        }
        assertThat(sampled.recall(postgres.run(batch, NO_INDEX)).orElseThrow().worst())
                .isEqualTo(1);
    }

    @Test
    void searchOfTheUsersOwn_isComparedWithItselfWithoutIndexes() throws Exception {
        Search search = Search.by(
                new VectorConfig.OwnQuery(
                        "places",
                        "",
                        "public.places_at",
                        "SELECT at::text FROM places ORDER BY random() LIMIT 8",
                        "SELECT at <-> $1::cube AS d FROM places ORDER BY d LIMIT 7"),
                new IndexName("postgres", "public", "places", "places_at"));
        SearchBatch batch = postgres.batch(search, 8);
        long before = settled("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'places'");
        Score score =
                postgres.truth(batch, 1).recall(postgres.run(batch, Map.of())).orElseThrow();
        assertThat(score).isEqualTo(new Score(7, 1, 1, 8));
        assertThat(settled("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'places'") - before)
                .isEqualTo(8);
    }

    private interface Measure {
        double of(float[] a, float[] b);
    }

    private static double bruteForce(List<String> values, List<Found> found, float[][] rows, Measure measure) {
        double sum = 0;
        for (int i = 0; i < values.size(); i++) {
            float[] value = vector(values.get(i));
            double tenth = Arrays.stream(rows)
                    .mapToDouble(row -> measure.of(value, row))
                    .sorted()
                    .skip(9)
                    .findFirst()
                    .orElseThrow();
            sum += found.get(i).distances().stream()
                            .filter(distance -> distance <= tenth)
                            .count()
                    / 10.0;
        }
        return sum / values.size();
    }

    private static double squares(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    /** pgvector's is the negative one, so that the greatest comes first. */
    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return -sum;
    }

    private static double angle(float[] a, float[] b) {
        return 1 + product(a, b) / Math.sqrt(product(a, a) * product(b, b));
    }

    /** So that the order in which products are added up makes no difference. */
    private static String onGrid(String vector) {
        StringJoiner values = new StringJoiner(",", "[", "]");
        for (float each : vector(vector)) {
            values.add(String.valueOf(VectorRows.onGrid(each)));
        }
        return values.toString();
    }

    private static float[] vector(String text) {
        String[] parts = text.substring(1, text.length() - 1).split(",", -1);
        float[] vector = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            vector[i] = Float.parseFloat(parts[i]);
        }
        return vector;
    }

    /** Once all sessions have told what they did. */
    private static long settled(String sql) throws Exception {
        // Asked of the session itself that did it, which then tells before it answers anybody else.
        postgres.in(
                Map.of(),
                transaction -> transaction.read("SELECT pg_stat_force_next_flush()", List.of(), rows -> true));
        return postgres.number(sql);
    }
}
