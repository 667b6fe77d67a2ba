package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Backends;
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

class ManyTablesIT {
    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() throws Exception {
        server = TestServer.start(17, Map.of("max_locks_per_transaction", "512", "max_connections", "30"));
        server.execute(
                "DO $$ BEGIN FOR i IN 1..5000 LOOP EXECUTE format('CREATE TABLE a%s (id int)', i); END LOOP; END $$",
                "DO $$ BEGIN FOR i IN 1..5000 LOOP EXECUTE format('CREATE TABLE b%s (id int)', i); END LOOP; END $$",
                "CREATE TABLE largest AS SELECT generate_series(1, 10000) AS id",
                "ANALYZE largest");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void tenThousandTables_areServedWithinTheBudgetAndTheLimits() throws Exception {
        try (TestExporter exporter = TestExporter.start(
                        folder, "targets:\n" + server.target("primary", "postgres", ", max_connections: 2"));
                Backends backends = Backends.watch(server)) {
            for (int i = 0; i < 2; i++) {
                long start = System.nanoTime();
                Samples page = exporter.samples("/metrics");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
                assertThat(page.failed()).isEmpty();
                assertThat(page.value("pg_up")).isEqualTo(1);
                assertThat(page.all("pg_stat_user_tables_seq_scan")).hasSize(2000);
                assertThat(page.all("pg_stat_user_tables_size_bytes")).hasSizeBetween(1000, 2000);
                assertThat(page.has("pg_stat_user_tables_seq_scan", "relname=\"largest\""))
                        .isTrue();
                assertThat(page.value("dbvitals_series_limited_total", "pg_tables@postgres"))
                        .isGreaterThan(8000);
                assertThat(page.lines()).hasSizeLessThan(200_000);
            }
            assertThat(backends.most()).isBetween(1, 2);
        }
    }
}
