package io.dbvitals.app;

import static io.dbvitals.app.VectorPage.index;
import static io.dbvitals.app.VectorPage.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is off by default. */
class VectorDetailsIT {
    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = TestServer.startWithVector(Map.of("autovacuum", "off", "shared_buffers", "64MB"));
        server.execute("CREATE SCHEMA app", "CREATE EXTENSION pg_buffercache");
        server.execute(items("app.items", 2000, 128));
        server.execute(items("app.large", 300, 1536));
        server.execute(
                "CREATE INDEX items_e ON app.items USING hnsw (e vector_l2_ops)",
                "CREATE INDEX items_half ON app.items USING hnsw ((e::halfvec(128)) halfvec_l2_ops) WITH (m = 8)",
                "CREATE INDEX items_bits ON app.items USING hnsw ((binary_quantize(e)::bit(128)) bit_hamming_ops)",
                "CREATE INDEX items_ivf ON app.items USING ivfflat (e vector_l2_ops)",
                "CREATE INDEX large_e ON app.large USING hnsw (e vector_l2_ops) WITH (ef_construction = 100)",
                "CREATE TABLE app.empty (v vector(3))",
                "CREATE INDEX empty_v ON app.empty USING hnsw (v vector_l2_ops)",
                "CREATE ROLE app",
                "CREATE ROLE batch");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void options_areThoseDeclared_andTheDefaultsOfTheRest() throws Exception {
        Samples page = details();
        assertThat(option(page, "items", "items_e", "m")).isEqualTo(16);
        assertThat(option(page, "items", "items_e", "ef_construction")).isEqualTo(64);
        assertThat(option(page, "items", "items_half", "m")).isEqualTo(8);
        assertThat(option(page, "items", "items_half", "ef_construction")).isEqualTo(64);
        assertThat(option(page, "large", "large_e", "m")).isEqualTo(16);
        assertThat(option(page, "large", "large_e", "ef_construction")).isEqualTo(100);
        assertThat(option(page, "items", "items_ivf", "lists")).isEqualTo(100);
        assertThat(page.all("pg_vector_index_option", index("items", "items_ivf")))
                .hasSize(1);
    }

    @Test
    void settings_areThereWithTheLibraryUnloaded_andBearWhoHasHisOwn() throws Exception {
        server.execute(
                "LOAD 'vector'",
                "ALTER ROLE app SET hnsw.ef_search = 120",
                "ALTER ROLE app IN DATABASE postgres SET hnsw.ef_search = 200",
                "ALTER ROLE batch SET hnsw.iterative_scan = 'strict_order'",
                "ALTER DATABASE postgres SET ivfflat.probes = 7");
        Samples page = details();
        assertThat(setting(page, "", "hnsw.ef_search")).isEqualTo(40);
        assertThat(setting(page, "", "hnsw.iterative_scan")).isZero();
        assertThat(setting(page, "", "ivfflat.probes")).isEqualTo(7);
        assertThat(setting(page, "", "hnsw.max_scan_tuples")).isEqualTo(20000);
        assertThat(setting(page, "app", "hnsw.ef_search")).isEqualTo(200);
        assertThat(setting(page, "batch", "hnsw.iterative_scan")).isEqualTo(2);
        assertThat(page.all("pg_vector_setting", "role=\"app\"")).hasSize(1);
        assertThat(page.all("pg_vector_setting", "pg_stat_statements")).isEmpty();

        server.execute("ALTER ROLE dbvitals SET hnsw.ef_search = 99");
        Samples own = details();
        assertThat(setting(own, "dbvitals", "hnsw.ef_search")).isEqualTo(99);
        assertThat(own.has("pg_vector_setting", "role=\"\"", "name=\"hnsw.ef_search\""))
                .as("our own hides it")
                .isFalse();
        server.execute("ALTER ROLE dbvitals RESET hnsw.ef_search");
    }

    @Test
    void expectedBytes_areNearThoseOfANewIndex() throws Exception {
        Samples page = details();
        for (String[] each : new String[][] {
            {"items", "items_e"}, {"items", "items_half"}, {"items", "items_bits"}, {"large", "large_e"}
        }) {
            double ratio = page.value("pg_vector_index_size_bytes", index(each[0], each[1]))
                    / page.value("pg_vector_index_expected_bytes", index(each[0], each[1]));
            assertThat(ratio).as(each[1]).isBetween(0.98, 1.1);
        }
        assertThat(page.has("pg_vector_index_expected_bytes", index("items", "items_ivf")))
                .isFalse();
        assertThat(page.has("pg_vector_index_expected_bytes", index("empty", "empty_v")))
                .as("as long as nothing counted its vectors")
                .isFalse();
    }

    @Test
    void residentBytes_areThoseInTheCache() throws Exception {
        try (TestExporter exporter = exporter()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> exporter.samples("/metrics").has("pg_vector_index_resident_bytes"));
            Samples page = exporter.samples("/metrics");
            assertThat(page.failed()).isEmpty();
            for (String index : new String[] {"items_e", "items_half", "items_bits", "items_ivf"}) {
                assertThat(page.value("pg_vector_index_resident_bytes", index("items", index)))
                        .as(index)
                        .isEqualTo(page.value("pg_vector_index_size_bytes", index("items", index)));
            }
        }
    }

    @Test
    void noneOfIt_isThereByDefault() throws Exception {
        assertThat(VectorPage.of(server, folder).lines())
                .noneMatch(
                        line -> line.matches(
                                "pg_vector_(?:setting|index_(?:option|expected_bytes|resident_bytes)).*|.*\"pg_vector_(?:setting|option|expected|resident)@.*"));
    }

    private TestExporter exporter() throws Exception {
        return TestExporter.start(
                folder,
                "queries: {enable: " + VectorPage.DETAILS + "}\ntargets:\n" + server.target("one", "postgres", ""));
    }

    private Samples details() throws Exception {
        try (TestExporter exporter = exporter()) {
            Samples page = exporter.samples("/metrics");
            assertThat(page.failed()).isEmpty();
            return page;
        }
    }

    private static double option(Samples page, String table, String index, String option) {
        return Double.parseDouble(page.all("pg_vector_index_option", index(table, index)).stream()
                .filter(line -> line.contains("option=\"" + option + "\""))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".* ", ""));
    }

    private static double setting(Samples page, String role, String name) {
        return page.value("pg_vector_setting", "role=\"" + role + "\"", "name=\"" + name + "\"");
    }
}
