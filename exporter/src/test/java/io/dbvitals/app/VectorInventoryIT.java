package io.dbvitals.app;

import static io.dbvitals.app.VectorPage.index;
import static io.dbvitals.app.VectorPage.items;
import static io.dbvitals.app.VectorPage.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which vector indexes, columns and tables are found, and what is said of them. */
class VectorInventoryIT {
    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = TestServer.startWithVector(Map.of("autovacuum", "off"));
        server.execute("CREATE SCHEMA app");
        server.execute(items("app.items", 2100, 16));
        server.execute(
                "CREATE INDEX items_e ON app.items USING hnsw (e vector_l2_ops)",
                "CREATE INDEX items_half ON app.items USING hnsw ((e::halfvec(16)) halfvec_cosine_ops)",
                "CREATE INDEX items_bits ON app.items USING hnsw ((binary_quantize(e)::bit(16)) bit_hamming_ops) WHERE tenant = 3",
                "CREATE INDEX items_ivf ON app.items USING ivfflat (e vector_ip_ops) WITH (lists = 10)",
                "CREATE TABLE app.bare (id int, v vector, w vector(3))",
                "CREATE DOMAIN embedding AS vector(3)",
                "CREATE DOMAIN better_embedding AS embedding",
                "CREATE TABLE app.domains (id int, v embedding, w better_embedding)",
                "CREATE INDEX domains_v ON app.domains USING hnsw ((v::vector(3)) vector_l2_ops)",
                "CREATE TABLE app.parted (id int, v vector(3)) PARTITION BY RANGE (id)",
                "CREATE TABLE app.part1 PARTITION OF app.parted FOR VALUES FROM (0) TO (100)",
                "CREATE TABLE app.part2 PARTITION OF app.parted FOR VALUES FROM (100) TO (200)",
                "CREATE INDEX parted_v ON app.parted USING hnsw (v vector_l1_ops)",
                "CREATE TABLE app.flags (b bit(8), other bit(8))",
                "CREATE INDEX flags_b ON app.flags USING hnsw (b bit_jaccard_ops)",
                "CREATE TABLE app.places (at point)",
                "CREATE INDEX places_at ON app.places USING gist (at)");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void indexes_areShownWithWhatTheyIndex() throws Exception {
        Samples page = VectorPage.of(server, folder);
        assertThat(page.all("pg_vector_extension_info"))
                .singleElement()
                .asString()
                .contains("datname=\"postgres\",extension=\"vector\"", "version=\"0.8.0\"} 1");
        assertInfo(page, "items", "items_e", "hnsw", "e", "vector", "vector_l2_ops", "<->", false);
        assertInfo(page, "items", "items_half", "hnsw", "e", "halfvec", "halfvec_cosine_ops", "<=>", false);
        assertInfo(page, "items", "items_bits", "hnsw", "e", "bit", "bit_hamming_ops", "<~>", true);
        assertInfo(page, "items", "items_ivf", "ivfflat", "e", "vector", "vector_ip_ops", "<#>", false);
        assertInfo(page, "domains", "domains_v", "hnsw", "v", "vector", "vector_l2_ops", "<->", false);
        assertInfo(page, "flags", "flags_b", "hnsw", "b", "bit", "bit_jaccard_ops", "<%>", false);
        for (String name : new String[] {"items_e", "items_half", "items_bits", "items_ivf"}) {
            assertThat(page.value("pg_vector_index_dimensions", index("items", name)))
                    .as(name)
                    .isEqualTo(16);
            assertThat(page.value("pg_vector_index_valid", index("items", name)))
                    .as(name)
                    .isEqualTo(1);
            assertThat(page.value("pg_vector_index_size_bytes", index("items", name)))
                    .as(name)
                    .isGreaterThan(8192);
            assertThat(page.value("pg_vector_index_vectors", index("items", name)))
                    .as(name)
                    .isEqualTo(name.equals("items_bits") ? 300 : 2100);
        }
        assertThat(page.has("pg_vector_index_info", "places_at")).isFalse();
        assertThat(page.has("pg_vector_index_build_running")).isFalse();
    }

    @Test
    void partitions_standForTheirParent() throws Exception {
        Samples page = VectorPage.of(server, folder);
        assertInfo(page, "part1", "part1_v_idx", "hnsw", "v", "vector", "vector_l1_ops", "<+>", false);
        assertThat(page.has("pg_vector_index_info", index("part2", "part2_v_idx")))
                .isTrue();
        assertThat(page.value("pg_vector_column_indexed", table("part2", "column=\"v\"")))
                .isEqualTo(1);
        assertThat(page.lines())
                // What applications search is the parent.
                .filteredOn(line -> line.startsWith("pg_vector_") && !line.startsWith("pg_vector_statement_"))
                .noneMatch(line -> line.contains("\"parted"));
    }

    @Test
    void vectorColumns_areIndexedOrNot() throws Exception {
        server.execute(
                "CREATE TABLE app.dropped (v vector(3))",
                "CREATE INDEX dropped_v ON app.dropped USING hnsw (v vector_l2_ops)",
                "CREATE INDEX dropped_v2 ON app.dropped USING hnsw ((v::halfvec(3)) halfvec_l2_ops)");
        Samples page = VectorPage.of(server, folder);
        assertThat(page.value("pg_vector_column_indexed", table("items", "column=\"e\"")))
                .isEqualTo(1);
        assertThat(page.value("pg_vector_column_indexed", table("bare", "column=\"v\"")))
                .isZero();
        assertThat(page.value("pg_vector_column_indexed", table("bare", "column=\"w\"")))
                .isZero();
        assertThat(page.value("pg_vector_column_indexed", table("domains", "column=\"v\"")))
                .isEqualTo(1);
        assertThat(page.value("pg_vector_column_indexed", table("domains", "column=\"w\"")))
                .isZero();
        assertThat(page.all("pg_vector_column_indexed", "relname=\"flags\"")).hasSize(1);
        assertThat(page.has("pg_vector_column_indexed", "relname=\"places\"")).isFalse();
        assertThat(page.value("pg_vector_column_indexed", table("dropped", "column=\"v\"")))
                .isEqualTo(1);

        server.execute("DROP INDEX app.dropped_v");
        assertThat(VectorPage.of(server, folder).value("pg_vector_column_indexed", table("dropped", "column=\"v\"")))
                .as("the index on an expression is left")
                .isEqualTo(1);
        server.execute("DROP INDEX app.dropped_v2");
        Samples after = VectorPage.of(server, folder);
        assertThat(after.value("pg_vector_column_indexed", table("dropped", "column=\"v\"")))
                .isZero();
        assertThat(after.has("pg_vector_table_size_bytes", "relname=\"dropped\""))
                .isTrue();
        server.execute("DROP TABLE app.dropped");
    }

    @Test
    void vectors_areAbsentUntilCounted_andCountNoNulls() throws Exception {
        server.execute(
                "CREATE TABLE app.empty (v vector(3))",
                "CREATE INDEX empty_v ON app.empty USING hnsw (v vector_l2_ops)",
                "INSERT INTO app.empty VALUES ('[1,2,3]')",
                "CREATE TABLE app.nulls (v vector(3))",
                "INSERT INTO app.nulls SELECT CASE WHEN i > 10 THEN ARRAY[i, 1, 2]::vector END FROM generate_series(1, 110) i",
                "CREATE INDEX nulls_v ON app.nulls USING hnsw (v vector_l2_ops)");
        Samples page = VectorPage.of(server, folder);
        assertThat(page.has("pg_vector_index_vectors", index("empty", "empty_v")))
                .isFalse();
        assertThat(page.has("pg_vector_index_valid", index("empty", "empty_v"))).isTrue();
        assertThat(page.value("pg_vector_index_vectors", index("nulls", "nulls_v")))
                .isEqualTo(100);

        server.execute("ANALYZE app.nulls", "ANALYZE app.empty");
        Samples analyzed = VectorPage.of(server, folder);
        assertThat(analyzed.value("pg_vector_index_vectors", index("nulls", "nulls_v")))
                .as("analyze writes the number of rows")
                .isEqualTo(110);
        assertThat(analyzed.value("pg_vector_index_vectors", index("empty", "empty_v")))
                .isEqualTo(1);
        server.execute("TRUNCATE app.empty");
        assertThat(VectorPage.of(server, folder).has("pg_vector_index_vectors", index("empty", "empty_v")))
                .isFalse();
        server.execute("DROP TABLE app.empty, app.nulls");
    }

    @Test
    void otherAccessMethods_areFoundWithoutBeingNamed() throws Exception {
        server.execute(
                "CREATE ACCESS METHOD diskann TYPE INDEX HANDLER hnswhandler",
                "CREATE OPERATOR CLASS ann_cosine_ops DEFAULT FOR TYPE vector USING diskann AS"
                        + " OPERATOR 1 <=> (vector, vector) FOR ORDER BY float_ops,"
                        + " FUNCTION 1 vector_negative_inner_product(vector, vector), FUNCTION 2 vector_norm(vector)",
                "CREATE TABLE app.other (v vector(3))",
                "INSERT INTO app.other SELECT ARRAY[i, 1, 2]::vector FROM generate_series(1, 50) i",
                "CREATE INDEX other_v ON app.other USING diskann (v)");
        Samples page = VectorPage.of(server, folder);
        assertThat(page.all("pg_vector_index_info", index("other", "other_v")))
                .singleElement()
                .asString()
                .contains("am=\"diskann\"", "extension=\"\"", "opclass=\"ann_cosine_ops\"", "operator=\"<=>\"");
        assertThat(page.value("pg_vector_index_vectors", index("other", "other_v")))
                .isEqualTo(50);
        assertThat(page.value("pg_vector_column_indexed", table("other", "column=\"v\"")))
                .isEqualTo(1);
        server.execute("DROP TABLE app.other", "DROP ACCESS METHOD diskann CASCADE");
    }

    @Test
    void searchesAndChanges_areCounted() throws Exception {
        server.execute(items("app.busy", 500, 8));
        server.execute("CREATE INDEX busy_e ON app.busy USING hnsw (e vector_l2_ops)");
        Samples before = VectorPage.of(server, folder);
        Instant start = Instant.now();
        String search = "SELECT id FROM app.busy ORDER BY e <-> '[1,2,3,4,5,6,7,8]' LIMIT 5";
        server.execute(
                "SET enable_seqscan = off",
                search,
                search,
                search,
                "DELETE FROM app.busy WHERE id <= 20",
                "UPDATE app.busy SET tenant = 9 WHERE id = 21");
        server.execute("SET enable_indexscan = off", search);
        Samples after = VectorPage.of(server, folder);

        String[] busy = index("busy", "busy_e");
        assertThat(grown("pg_vector_index_scans_total", before, after, busy)).isEqualTo(3);
        assertThat(grown("pg_vector_index_tuples_read_total", before, after, busy))
                .isEqualTo(15);
        assertThat(grown("pg_vector_index_tuples_fetched_total", before, after, busy))
                .isEqualTo(15);
        assertThat(grown("pg_vector_index_blocks_hit_total", before, after, busy)
                        + grown("pg_vector_index_blocks_read_total", before, after, busy))
                .isGreaterThan(30);
        assertThat(before.has("pg_vector_index_last_scan_timestamp_seconds", busy))
                .isFalse();
        assertThat(after.value("pg_vector_index_last_scan_timestamp_seconds", busy))
                .isBetween(start.getEpochSecond() - 60.0, start.getEpochSecond() + 60.0);
        assertThat(grown("pg_vector_table_seq_tuples_read_total", before, after, "relname=\"busy\""))
                .isGreaterThanOrEqualTo(480);
        assertThat(after.value("pg_vector_table_rows", "relname=\"busy\"")).isEqualTo(480);
        assertThat(after.value("pg_vector_table_dead_rows", "relname=\"busy\"")).isEqualTo(21);
        assertThat(after.value("pg_vector_table_operations_total", table("busy", "operation=\"insert\"")))
                .isEqualTo(500);
        assertThat(after.value("pg_vector_table_operations_total", table("busy", "operation=\"update\"")))
                .isEqualTo(1);
        assertThat(after.has("pg_vector_table_operations_total", table("busy", "operation=\"hot_update\"")))
                .isTrue();
        assertThat(after.value("pg_vector_table_operations_total", table("busy", "operation=\"delete\"")))
                .isEqualTo(20);
        assertThat(after.all("pg_vector_table_rows", "column=")).isEmpty();
        server.execute("DROP TABLE app.busy");
    }

    @Test
    void lockedTable_isOnlyWithoutItsSizes() throws Exception {
        try (Connection locker = server.connect("postgres");
                Statement lock = locker.createStatement()) {
            locker.setAutoCommit(false);
            lock.execute("LOCK TABLE app.items IN ACCESS EXCLUSIVE MODE");
            Samples page = VectorPage.of(server, folder);
            for (String name : new String[] {"items_e", "items_half", "items_bits", "items_ivf"}) {
                assertThat(page.has("pg_vector_index_scans_total", index("items", name)))
                        .as(name)
                        .isTrue();
                assertThat(page.has("pg_vector_index_info", index("items", name)))
                        .as(name)
                        .isTrue();
            }
            assertThat(page.has("pg_vector_table_rows", "relname=\"items\"")).isTrue();
            assertThat(page.has("pg_vector_table_size_bytes", "relname=\"items\""))
                    .isFalse();
            assertThat(page.has("pg_vector_table_size_bytes", "relname=\"bare\""))
                    .isTrue();
            assertThat(page.has("pg_vector_index_size_bytes", "relname=\"part1\""))
                    .isTrue();
            locker.rollback();
        }
    }

    @Test
    void withoutAnyRight_theInventoryIsThere() throws Exception {
        server.execute("CREATE ROLE plain LOGIN PASSWORD 'plain'");
        try (TestExporter exporter = TestExporter.start(
                folder,
                "targets: [{name: a, postgres: {url: \"" + server.url("postgres")
                        + "\", user: plain, password: plain}}]\n")) {
            Samples page = exporter.samples("/metrics");
            // Other roles' statements are not for everybody.
            assertThat(page.failed())
                    .filteredOn(name -> name.startsWith("pg_vector"))
                    .containsExactly("pg_vector_statements");
            Samples ofMonitor = VectorPage.of(server, folder);
            for (String name : new String[] {
                "pg_vector_index_info",
                "pg_vector_index_scans_total",
                "pg_vector_column_indexed",
                "pg_vector_table_rows",
                "pg_vector_index_size_bytes"
            }) {
                assertThat(page.all(name)).as(name).hasSameSizeAs(ofMonitor.all(name));
            }
        }
    }

    private static double grown(String name, Samples before, Samples after, String... labels) {
        return after.value(name, labels) - before.value(name, labels);
    }

    private static void assertInfo(
            Samples page,
            String table,
            String index,
            String am,
            String column,
            String type,
            String opclass,
            String operator,
            boolean partial) {
        assertThat(page.all("pg_vector_index_info", index(table, index)))
                .as(index)
                .singleElement()
                .asString()
                .contains(
                        "am=\"" + am + "\"",
                        "column=\"" + column + "\"",
                        "extension=\"vector\"",
                        "type=\"" + type + "\"",
                        "opclass=\"" + opclass + "\"",
                        "operator=\"" + operator + "\"",
                        "partial=\"" + partial + "\"")
                .endsWith("} 1");
    }
}
