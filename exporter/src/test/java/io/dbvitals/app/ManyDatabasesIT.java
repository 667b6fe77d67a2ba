package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Backends;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyDatabasesIT {
    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() throws Exception {
        server = TestServer.start(17);
        server.execute("CREATE DATABASE seed");
        server.executeIn("seed", "CREATE TABLE seeded AS SELECT 1 AS id");
        for (int i = 10; i < 40; i++) {
            server.execute("CREATE DATABASE db" + i + " TEMPLATE seed");
        }
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void thirtyDatabases_shareTwoConnections() throws Exception {
        try (TestExporter exporter =
                        TestExporter.start(folder, """
                        scrape: {budget: 20s}
                        targets:
                          - name: a
                            postgres: {url: "%s", user: dbvitals, password: "%s", max_connections: 2}
                            databases: {discover: true, exclude: [seed]}
                        """.formatted(server.url("postgres"), TestServer.PASSWORD));
                Backends backends = Backends.watch(server)) {
            Samples all = timed(exporter);
            assertThat(all.failed()).isEmpty();
            for (int i = 10; i < 40; i++) {
                assertThat(all.has("pg_stat_user_tables_seq_scan", "datname=\"db" + i + "\"", "relname=\"seeded\""))
                        .as("db" + i)
                        .isTrue();
            }
            server.execute(
                    "DROP DATABASE db11 WITH (FORCE)",
                    "CREATE DATABASE db99 TEMPLATE seed",
                    "ALTER DATABASE db12 CONNECTION LIMIT 0",
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'dbvitals'");
            Samples changed = timed(exporter);
            assertThat(changed.has("pg_stat_user_tables_seq_scan", "datname=\"db11\""))
                    .isFalse();
            assertThat(changed.has("pg_stat_user_tables_seq_scan", "datname=\"db99\""))
                    .isTrue();
            assertThat(changed.failed()).isNotEmpty().allMatch(name -> name.endsWith("@db12"));

            server.execute("ALTER DATABASE db12 CONNECTION LIMIT -1");
            Samples lifted = timed(exporter);
            assertThat(lifted.failed()).isEmpty();
            assertThat(lifted.has("dbvitals_collector_skipped", "@db12", "reason=\"facts\""))
                    .isFalse();
            assertThat(lifted.has("pg_stat_user_tables_seq_scan", "datname=\"db12\""))
                    .isTrue();
            assertThat(backends.most()).isBetween(1, 2);
        }
    }

    private static Samples timed(TestExporter exporter) throws Exception {
        long start = System.nanoTime();
        Samples page = exporter.samples("/metrics");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(page.value("pg_up")).isEqualTo(1);
        return page;
    }
}
