package io.dbvitals.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestMySql;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shipped queries as the user that the script makes, with no more rights than it grants. */
class ShippedQueriesIT {
    private static final String[] ON = {"--performance-schema=ON", "--userstat=ON", "--log-bin"};

    /** What the script offers for the queries that are off by default. */
    private static final List<String> OPTIONAL = List.of(
            "GRANT REFERENCES ON *.* TO dbvitals@'%'",
            "GRANT SELECT ON mysql.user TO dbvitals@'%'", "GRANT SELECT, EXECUTE ON sys.* TO dbvitals@'%'");

    @Test
    void mariaDb_withPerformanceSchemaAndUserStatistics_givesEverything() throws Exception {
        try (TestMySql server = TestMySql.mariaDb(ON);
                TestMySql replica = TestMySql.mariaDb(ON)) {
            fill(server);
            server.execute(
                    "INSTALL SONAME 'query_response_time'",
                    "SET GLOBAL query_response_time_stats = ON",
                    "GRANT REPLICATION MASTER ADMIN ON *.* TO dbvitals@'%'");
            replica.follow(server);

            assertDefaultsSucceed(server);
            Samples page = assertAllSucceed(server);

            assertThat(page.has("mysql_info_schema_user_statistics_rows_read_total", "user=\"dbvitals\""))
                    .isTrue();
            assertThat(page.has("mysql_perf_schema_events_statements_total", "schema=\"shop\""))
                    .isTrue();
            assertThat(page.value("mysql_heartbeat_mysql_slave_hosts_info", "server_id=\"" + replica.port() + "\""))
                    .isEqualTo(1);
            assertThat(page.value("mysql_info_schema_query_response_time_seconds_count"))
                    .isPositive();
            assertThat(page.value("mysql_binlog_files")).isEqualTo(1);
            assertThat(page.value("mysql_binlog_size_bytes")).isGreaterThan(500);
            assertThat(page.value("mysql_info_schema_auto_increment_column", "table=\"orders\""))
                    .isEqualTo(5);
            assertThat(page.value("mysql_info_schema_auto_increment_column_max", "table=\"orders\""))
                    .isEqualTo(4294967295.0);
            assertThat(page.value("mysql_info_schema_table_rows", "table=\"orders\""))
                    .isEqualTo(4);
        }
    }

    @Test
    void mariaDb_asItIsInstalled_leavesOutWhatItDoesNotHave() throws Exception {
        try (TestMySql server = TestMySql.mariaDb()) {
            fill(server);

            assertDefaultsSucceed(server);
            server.execute("GRANT REPLICATION MASTER ADMIN ON *.* TO dbvitals@'%'");
            Samples page = assertAllSucceed(server);

            assertThat(page.lines())
                    .noneMatch(line -> line.startsWith("mysql_perf_schema_"))
                    .noneMatch(line -> line.startsWith("mysql_info_schema_user_statistics_"))
                    .noneMatch(line -> line.startsWith("mysql_binlog_"));
        }
    }

    @Test
    void mySql_givesEverything() throws Exception {
        try (TestMySql server = TestMySql.mySql();
                TestMySql replica = TestMySql.mySql()) {
            fill(server);
            server.execute("GRANT REPLICATION SLAVE ON *.* TO dbvitals@'%'");
            replica.follow(server);

            assertDefaultsSucceed(server);
            Samples page = assertAllSucceed(server);

            assertThat(page.has("mysql_perf_schema_events_statements_latency", "quantile=\"95\"", "schema=\"shop\""))
                    .isTrue();
            assertThat(page.value("mysql_heartbeat_mysql_slave_hosts_info", "server_id=\"" + replica.port() + "\""))
                    .isEqualTo(1);
            assertThat(assertAllSucceed(replica)
                            .all("mysql_perf_schema_last_applied_transaction_end_apply_timestamp_seconds"))
                    .isNotEmpty();
        }
    }

    private static void fill(TestMySql server) {
        server.execute(
                "CREATE DATABASE shop",
                "CREATE TABLE shop.orders (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, customer int, KEY (customer))",
                "INSERT INTO shop.orders (customer) VALUES (1), (2), (3), (4)",
                "ANALYZE TABLE shop.orders",
                "USE shop",
                "SELECT COUNT(*) FROM orders WHERE customer = 2");
    }

    private static void assertDefaultsSucceed(TestMySql server) throws Exception {
        try (MySqlStand stand = new MySqlStand(server.config())) {
            stand.page();
            assertSucceeded(stand);
        }
    }

    private static Samples assertAllSucceed(TestMySql server) throws Exception {
        server.execute(OPTIONAL.toArray(String[]::new));
        Samples all = new Samples(List.of());
        for (int connections : new int[] {1, 3}) {
            try (MySqlStand stand = new MySqlStand(server.config(TestMySql.PASSWORD, connections), "*")) {
                // The second page has what the first one was a statement of.
                stand.page();
                all = assertSucceeded(stand);
            }
        }
        return all;
    }

    private static Samples assertSucceeded(MySqlStand stand) throws Exception {
        String page = stand.page();
        Samples samples = Samples.of(page);
        assertThat(samples.failed()).as(page).isEmpty();
        assertThat(samples.value("mysql_up")).isEqualTo(1);
        assertThat(samples.value("mysql_exporter_last_scrape_error")).isZero();
        assertThat(samples.all("mysql_exporter_collector_success"))
                .hasSizeGreaterThan(7)
                .allMatch(line -> line.endsWith(" 1.0"));
        assertThat(stand.losses()).isEmpty();
        Stream<String> series = samples.lines().stream().map(line -> line.substring(0, line.lastIndexOf(' ')));
        assertThat(series).doesNotHaveDuplicates();
        return samples;
    }
}
