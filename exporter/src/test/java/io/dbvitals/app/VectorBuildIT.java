package io.dbvitals.app;

import static io.dbvitals.app.VectorPage.index;
import static io.dbvitals.app.VectorPage.items;
import static io.dbvitals.app.VectorPage.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.Backends;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of an index while it is built, and when its building was broken off. */
class VectorBuildIT {
    private static final String BUILDING = "SELECT count(*) FROM pg_stat_progress_create_index WHERE phase LIKE '%s%%'";

    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = TestServer.startWithVector(Map.of("autovacuum", "off", "max_parallel_maintenance_workers", "0"));
        server.execute("CREATE SCHEMA app");
        server.execute(items("app.items", 500, 8));
        // Computing a vector waits for a lock: a build stands still for as long as a test wants.
        server.execute("""
                CREATE FUNCTION app.held(v public.vector) RETURNS public.vector IMMUTABLE LANGUAGE plpgsql AS $$
                BEGIN PERFORM pg_advisory_xact_lock_shared(7); RETURN v; END $$""");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void buildInTheBackground_isShownWithItsPhase_andInvalidWhenCancelled() throws Exception {
        try (Connection reader = server.connect("postgres");
                Statement snapshot = reader.createStatement()) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            snapshot.execute("SELECT 1");
            Thread build = inBackground("CREATE INDEX CONCURRENTLY items_e ON app.items USING hnsw (e vector_l2_ops)");
            awaitPhase("waiting for old snapshots");

            Samples page = VectorPage.of(server, folder);
            assertThat(page.all("pg_vector_index_build_running", index("items", "items_e")))
                    .singleElement()
                    .asString()
                    .contains("phase=\"waiting for old snapshots\"")
                    .endsWith("} 1.0");
            assertThat(page.all("pg_vector_index_build_seconds", index("items", "items_e")))
                    .singleElement()
                    .asString()
                    .doesNotContain("phase");
            assertThat(page.value("pg_vector_index_valid", index("items", "items_e")))
                    .isZero();
            assertThat(page.value("pg_vector_column_indexed", table("items", "column=\"e\"")))
                    .isZero();

            cancelBuild();
            build.join();
            reader.rollback();
        }
        Samples after = VectorPage.of(server, folder);
        assertThat(after.value("pg_vector_index_valid", index("items", "items_e")))
                .isZero();
        assertThat(after.value("pg_vector_index_size_bytes", index("items", "items_e")))
                .isGreaterThan(8192);
        assertThat(after.has("pg_vector_index_build_running")).isFalse();
        assertThat(after.has("pg_vector_index_build_seconds")).isFalse();
        server.execute("REINDEX INDEX CONCURRENTLY app.items_e");
        assertThat(VectorPage.of(server, folder).value("pg_vector_index_valid", index("items", "items_e")))
                .isEqualTo(1);
        server.execute("DROP INDEX app.items_e");
    }

    @Test
    void buildInTheForeground_hasNoNameYet_butItsProgress() throws Exception {
        try (Connection holder = server.connect("postgres");
                Statement lock = holder.createStatement()) {
            lock.execute("SELECT pg_advisory_lock(7)");
            Thread build = inBackground(
                    "CREATE INDEX held_e ON app.items USING hnsw ((app.held(e)::vector(8)) vector_l2_ops)");
            awaitPhase("building index: loading tuples");
            Thread other = inBackground("CREATE INDEX other_b ON app.items ((app.held(e)::text))");
            awaitPhase("building index: scanning table");

            Samples page = VectorPage.of(server, folder);
            assertThat(page.all("pg_vector_index_build_running"))
                    .as("the other index is none of vectors")
                    .singleElement()
                    .asString()
                    .contains("relname=\"items\"", "indexrelname=\"\"", "phase=\"building index: loading tuples\"");
            assertThat(page.value("pg_vector_index_build_blocks_total")).isGreaterThan(0);
            assertThat(page.value("pg_vector_index_build_blocks_done"))
                    .as("all of them while the first is read: so PostgreSQL counts")
                    .isLessThanOrEqualTo(page.value("pg_vector_index_build_blocks_total"));
            assertThat(page.value("pg_vector_index_build_tuples_done")).isZero();
            assertThat(page.value("pg_vector_index_build_seconds")).isBetween(0.0, 600.0);
            assertWithoutRights();

            lock.execute("SELECT pg_advisory_unlock(7)");
            build.join();
            other.join();
        }
        Samples after = VectorPage.of(server, folder);
        assertThat(after.has("pg_vector_index_build_running")).isFalse();
        assertThat(after.value("pg_vector_index_valid", index("items", "held_e")))
                .isEqualTo(1);
        server.execute("DROP INDEX app.held_e, app.other_b");
    }

    @Test
    void reindex_isShownUnderItsName() throws Exception {
        server.execute(
                "CREATE INDEX again_e ON app.items USING ivfflat ((app.held(e)::vector(8)) vector_l2_ops) WITH (lists = 2)");
        try (Connection holder = server.connect("postgres");
                Statement lock = holder.createStatement()) {
            lock.execute("SELECT pg_advisory_lock(7)");
            Thread build = inBackground("REINDEX INDEX app.again_e");
            awaitPhase("building index: performing k-means");
            Samples page = VectorPage.of(server, folder);
            assertThat(page.all("pg_vector_index_build_running", index("items", "again_e")))
                    .singleElement()
                    .asString()
                    .contains("phase=\"building index: performing k-means\"");
            assertThat(page.has("pg_vector_index_scans_total", index("items", "again_e")))
                    .as("what needs no lock")
                    .isTrue();
            lock.execute("SELECT pg_advisory_unlock(7)");
            build.join();
        }
        server.execute("DROP INDEX app.again_e");
    }

    private void assertWithoutRights() throws Exception {
        server.execute("CREATE ROLE plain LOGIN PASSWORD 'plain'");
        try (TestExporter exporter = TestExporter.start(
                folder,
                "targets: [{name: a, postgres: {url: \"" + server.url("postgres")
                        + "\", user: plain, password: plain}}]\n")) {
            Samples page = exporter.samples("/metrics");
            assertThat(page.failed())
                    .filteredOn(name -> name.startsWith("pg_vector"))
                    .containsExactly("pg_vector_statements");
            assertThat(page.has("pg_vector_index_build_running"))
                    .as("the progress of others is not for everybody")
                    .isFalse();
        }
    }

    private static Thread inBackground(String sql) {
        Thread thread = new Thread(
                () -> {
                    try (Connection connection = server.connect("postgres");
                            Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    } catch (SQLException e) {
                        // Cancelled by the test; that nothing else went wrong is seen by what it looks for.
                        return;
                    }
                },
                "build");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitPhase(String phase) {
        await().atMost(Duration.ofSeconds(30)).until(() -> Backends.count(server, BUILDING.formatted(phase)) == 1);
    }

    private static void cancelBuild() throws SQLException {
        Backends.count(server, "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_progress_create_index");
    }
}
