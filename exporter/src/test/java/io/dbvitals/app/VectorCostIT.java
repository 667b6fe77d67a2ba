package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Backends;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the inventory of vector indexes costs, where there are many and where there are none. */
class VectorCostIT {
    private static final String OURS =
            " FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE query LIKE '/* dbvitals pg_vector%' AND datname = ";

    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = TestServer.startWithVector(Map.of("autovacuum", "off"));
        server.execute("CREATE DATABASE plain", """
                DO $$ BEGIN FOR i IN 1..50 LOOP
                  EXECUTE format('CREATE TABLE t%s (id int, e vector(4))', i);
                  EXECUTE format('CREATE INDEX ON t%s USING hnsw (e vector_l2_ops)', i);
                END LOOP; END $$""");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void fiftyIndexes_areReadInEightStatements_andADatabaseWithoutInTwo() throws Exception {
        try (TestExporter exporter =
                TestExporter.start(folder, """
                targets:
                  - name: primary
                    postgres: {url: "%s", user: dbvitals, password: "%s", max_connections: 2}
                    databases: {discover: true}
                """.formatted(server.url("postgres"), TestServer.PASSWORD))) {
            server.execute("SELECT pg_stat_statements_reset()");
            String text = exporter.get("/metrics/postgres");
            Samples page = Samples.of(text);
            assertThat(page.failed()).isEmpty();
            assertThat(page.all("pg_vector_index_info")).hasSize(50);
            int statements = Backends.count(server, "SELECT sum(calls)" + OURS + "'postgres'");
            assertThat(statements)
                    .as("five queries and their one predicate; tables that are searched, and by what statements")
                    .isEqualTo(8);
            assertThat(Backends.count(server, "SELECT sum(calls)" + OURS + "'plain'"))
                    .as("the predicate, and that there is no table to be searched")
                    .isEqualTo(2);
            long series = page.lines().stream()
                    .filter(line -> line.startsWith("pg_vector_"))
                    .count();
            long bytes = text.lines()
                    .filter(line -> line.startsWith("pg_vector_"))
                    .mapToLong(line -> line.length() + 1L)
                    .sum();
            System.out.printf(
                    "50 vector indexes: %d statements of %d us, %d series, %d bytes of text%n",
                    statements,
                    Backends.count(server, "SELECT 1000 * sum(total_exec_time)" + OURS + "'postgres'"),
                    series,
                    bytes);

            for (int i = 0; i < 3; i++) {
                assertThat(exporter.samples("/metrics/postgres").failed()).isEmpty();
            }
            assertThat(Backends.count(server, "SELECT sum(calls)" + OURS + "'plain'"))
                    .as("the answers hold for minutes")
                    .isEqualTo(2);
        }
    }
}
