package io.dbvitals.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Comparison;
import io.dbvitals.testing.GoldenPage;
import io.dbvitals.testing.Peer;
import io.dbvitals.testing.TestMySql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A whole page beside the golden one, and beside that of the exporter which it is to stand in for. */
class MySqlPageIT {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    /** Of what each version and patch has more or less of, only a few stand for all. */
    private static final String STABLE =
            "mysql_(?!global_status_|global_variables_|info_schema_innodb_metrics_|info_schema_processlist_|version_info"
                    + "|perf_schema_events_waits|perf_schema_file|perf_schema_memory|mysql_).*"
                    + "|mysql_global_status_(?:threads_connected|uptime|handlers_total|row_ops_total|buffer_pool_pages|queries)"
                    + "|mysql_global_variables_(?:max_connections|innodb_buffer_pool_size|read_only|server_id)"
                    + "|mysql_info_schema_innodb_metrics_lock_.*|dbvitals_collector_success|dbvitals_target_.*";

    private static TestMySql server;

    @BeforeAll
    static void start() {
        server = TestMySql.mariaDb("--performance-schema=ON", "--log-bin");
        server.execute(
                "CREATE DATABASE shop",
                "CREATE TABLE shop.orders (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, customer int, KEY (customer))",
                "INSERT INTO shop.orders (customer) VALUES (1), (2), (3), (4)",
                "GRANT REFERENCES ON *.* TO dbvitals@'%'",
                "GRANT SELECT ON mysql.user TO dbvitals@'%'");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** {@code mvn verify -Dit.test=MySqlPageIT -Dgolden.update=true} writes it anew; look at its diff. */
    @Test
    void page_isTheGoldenOne() throws Exception {
        try (MySqlStand stand = new MySqlStand(
                server.config(TestMySql.PASSWORD, 1), "info_schema.tables*", "auto_increment.*", "mysql.user")) {
            stand.page();
            String page = GoldenPage.of(stand.page(), STABLE);
            Path file = GOLDEN.resolve("mariadb.txt");
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(file, page, UTF_8);
            }
            assertThat(page.lines()).containsExactlyElementsOf(Files.readAllLines(file, UTF_8));
        }
    }

    @Test
    void namesTypesAndValues_areThoseOfMysqldExporter() throws Exception {
        Peer.need("prometheus-mysqld-exporter");
        try (Peer peer = Peer.start(
                        "prometheus-mysqld-exporter",
                        Map.of("DATA_SOURCE_NAME", "root@(127.0.0.1:" + server.port() + ")/"),
                        "--collect.info_schema.processlist",
                        "--collect.info_schema.innodb_metrics",
                        "--collect.info_schema.tables",
                        "--collect.auto_increment.columns",
                        "--collect.binlog_size",
                        "--collect.mysql.user",
                        "--collect.perf_schema.tableiowaits",
                        "--collect.perf_schema.indexiowaits",
                        "--collect.perf_schema.tablelocks",
                        "--collect.perf_schema.eventsstatements",
                        "--collect.perf_schema.file_events");
                MySqlStand stand = new MySqlStand(
                        server.config(),
                        "info_schema.tables*",
                        "auto_increment.*",
                        "mysql.user*",
                        "perf_schema.tableiowaits",
                        "perf_schema.indexiowaits",
                        "perf_schema.tablelocks*",
                        "perf_schema.eventsstatements",
                        "perf_schema.file_events")) {
            stand.page();
            String before = peer.page();
            String ours = stand.page();
            Comparison comparison = Comparison.of(ours, before, peer.page())
                    .without("(?:go|process|promhttp|dbvitals)_.*|mysqld_exporter_build_info|mysql_exporter_.*")
                    // Lists of what runs just now.
                    .without("mysql_info_schema_processlist_.*");

            assertThat(comparison.sharedSeries()).isGreaterThan(1000);
            assertThat(comparison.missingNames()).isEmpty();
            assertThat(comparison.differingTypes()).isEmpty();
            assertThat(comparison.missingSeries().stream()
                            // Digests come and go; sys is the server's own.
                            .filter(series -> !series.contains("events_statements_") && !series.contains("schema=sys,"))
                            .toList())
                    .isEmpty();
            // Both exporters' own reading moves counters and memory while the pages are read.
            assertThat(comparison
                            .without("mysql_perf_schema_.*|mysql_global_status_(?:memory_used|.*_hash_.*)")
                            .differingValues(0.02, 25))
                    .isEmpty();
        }
    }

    @Test
    void processlist_tellsSessionsApart() throws Exception {
        try (Connection other = server.connect();
                MySqlStand stand = new MySqlStand(server.config(TestMySql.PASSWORD, 1))) {
            assertThat(other.isValid(1)).isTrue();
            List<String> users = stand.samples().all("mysql_info_schema_processlist_processes_by_user");
            // Its own session is left out, and the only one that it has.
            assertThat(users)
                    .anyMatch(line -> line.contains("mysql_user=\"root\""))
                    .noneMatch(line -> line.contains("dbvitals"));
            assertThat(stand.samples().value("mysql_info_schema_processlist_threads", "command=\"sleep\""))
                    .isEqualTo(1);
        }
    }
}
