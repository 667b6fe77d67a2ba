package io.dbvitals.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.Config;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestMySql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users bring: SQL of their own, a heartbeat table, many tables. */
class OwnQueriesIT {
    private static TestMySql server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TestMySql.mariaDb("--default-time-zone=+05:30");
        server.execute(
                "CREATE DATABASE shop",
                "CREATE TABLE shop.one (big bigint unsigned, small tinyint(1), dec_ decimal(20,4), flo float, y year, b bit(1),"
                        + " at datetime(6), took time(3), word varchar(20), empty int)",
                "INSERT INTO shop.one VALUES (18446744073709551615, 7, 12.3456, 0.5, 2026, b'1',"
                        + " '2001-09-09 01:46:40.25', '-01:02:03.500', 'blue', NULL)",
                "CREATE DATABASE heartbeat",
                "CREATE TABLE heartbeat.heartbeat (ts varchar(26) NOT NULL, server_id int unsigned NOT NULL PRIMARY KEY)",
                "CREATE TABLE heartbeat.utc (ts varchar(26) NOT NULL, server_id int unsigned NOT NULL PRIMARY KEY)",
                "GRANT SELECT ON shop.* TO dbvitals@'%'",
                "GRANT SELECT ON heartbeat.* TO dbvitals@'%'");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void sqlOfTheUser_becomesMetrics() throws Exception {
        try (MySqlStand stand = stand("""
                queries:
                  own:
                    help: One of each type
                    engine: [mysql, mariadb]
                    sql: SELECT big, small, dec_, flo, y, b, at, UNIX_TIMESTAMP('2001-09-09 07:16:40') AS unix, took, word, empty FROM shop.one
                    columns:
                      big: {use: gauge}
                      small: {use: gauge}
                      dec_: {use: gauge}
                      flo: {use: gauge}
                      y: {use: gauge}
                      b: {use: gauge}
                      at: {use: gauge}
                      unix: {use: gauge}
                      took: {use: gauge}
                      word: {use: label, name: colour}
                      empty: {use: gauge, on_null: -1}
                  elsewhere:
                    help: For another engine
                    engine: mysql
                    sql: SELECT nonsense
                    columns: {x: {use: gauge}}
                  there:
                    help: In a database
                    engine: [mysql, mariadb]
                    sql: {mysql: SELECT nonsense, "mariadb >=10.6": SELECT COUNT(*) AS n FROM shop.one}
                    requires: {schemas: [shop], settings: {performance_schema: ["OFF"]}, extensions: {innodb: "*"}}
                    columns: {n: {use: gauge}}
                """)) {
            Samples page = stand.samples();

            assertThat(page.failed()).isEmpty();
            assertThat(page.value("own_big", "colour=\"blue\"")).isEqualTo(1.8446744073709552E19);
            assertThat(page.value("own_small")).isEqualTo(7);
            assertThat(page.value("own_dec_")).isEqualTo(12.3456);
            assertThat(page.value("own_flo")).isEqualTo(0.5);
            assertThat(page.value("own_y")).isEqualTo(2026);
            assertThat(page.value("own_b")).isEqualTo(1);
            assertThat(page.value("own_at")).isEqualTo(1_000_000_000.25);
            assertThat(page.value("own_unix")).isEqualTo(1_000_000_000);
            assertThat(page.value("own_took")).isEqualTo(-3723.5);
            assertThat(page.value("own_empty")).isEqualTo(-1);
            assertThat(page.value("there_n")).isEqualTo(1);
            assertThat(page.lines()).noneMatch(line -> line.startsWith("elsewhere"));
        }
    }

    @Test
    void mistakeInSql_isFoundBeforeItRunsAndHurtsNothingElse() throws Exception {
        try (MySqlStand stand = stand("""
                queries:
                  wrong:
                    help: Wrong
                    engine: mariadb
                    sql: SELECT nonsense FROM shop.one
                    columns: {nonsense: {use: gauge}}
                """)) {
            assertThat(stand.samples().failed()).containsExactly("wrong");
            SqlServer.Statement wrong =
                    new SqlServer.Statement("wrong", "", "SELECT nonsense FROM shop.one", Duration.ofSeconds(2), 0);
            SqlServer.Statement right = new SqlServer.Statement(
                    "right", "", "/* x */ SELECT 'a;b' FROM shop.one", Duration.ofSeconds(2), 0);
            assertThatThrownBy(() -> stand.server.check(wrong, soon()))
                    .hasMessageContaining("Unknown column 'nonsense'");
            stand.server.check(right, soon());
            stand.server.check(
                    new SqlServer.Statement("show", "", "SHOW SLAVE HOSTS", Duration.ofSeconds(2), 0), soon());
        }
    }

    @Test
    void heartbeat_isInSecondsOfUnixWhateverTheZone() throws Exception {
        server.execute(
                "REPLACE INTO heartbeat.heartbeat VALUES (DATE_FORMAT(NOW(6), '%Y-%m-%dT%H:%i:%s.%f'), 7)",
                "REPLACE INTO heartbeat.utc VALUES (DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%f'), 8)");
        assertHeartbeat("heartbeat", false, "7");
        assertHeartbeat("utc", true, "8");
    }

    private static void assertHeartbeat(String table, boolean utc, String id) throws Exception {
        MySqlConfig config = server.config();
        try (MySqlStand stand = new MySqlStand(new MySqlConfig(
                config.host(),
                config.port(),
                "",
                config.user(),
                config.password(),
                config.tls(),
                Map.of(),
                2,
                config.connectTimeout(),
                config.statementTimeout(),
                config.lockTimeout(),
                Optional.of(new MySqlConfig.Heartbeat("heartbeat", table, utc))))) {
            Samples page = stand.samples();
            double stored = page.value("mysql_heartbeat_stored_timestamp_seconds", "server_id=\"" + id + "\"");
            double now = page.value("mysql_heartbeat_now_timestamp_seconds", "server_id=\"" + id + "\"");
            assertThat(now - stored).isBetween(0.0, 60.0);
            assertThat(now).isBetween(System.currentTimeMillis() / 1e3 - 60, System.currentTimeMillis() / 1e3 + 60);
        }
    }

    @Test
    void fiveHundredTables_areOnOnePage() throws Exception {
        server.execute("CREATE DATABASE many", "GRANT REFERENCES ON *.* TO dbvitals@'%'");
        server.execute(IntStream.range(0, 500)
                .mapToObj(i -> "CREATE TABLE many.t" + i
                        + " (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(20)) ENGINE = Aria")
                .toArray(String[]::new));
        server.execute("INSERT INTO many.t7 (name) VALUES ('a'), ('b')");
        try (MySqlStand stand =
                new MySqlStand(server.config(), "info_schema.tables*", "info_schema.schemata", "auto_increment.*")) {
            Samples page = stand.samples();

            assertThat(page.failed()).isEmpty();
            assertThat(page.all("mysql_info_schema_table_size", "schema=\"many\""))
                    .hasSize(1500);
            assertThat(page.value("mysql_info_schema_table_rows", "table=\"t7\""))
                    .isEqualTo(2);
            assertThat(page.value("mysql_info_schema_schema_tables", "schema=\"many\""))
                    .isEqualTo(500);
            assertThat(page.value("mysql_info_schema_auto_increment_column", "table=\"t7\""))
                    .isEqualTo(3);
            assertThat(stand.losses()).isEmpty();
        }
    }

    @Test
    void facts_stayTheSameFromScrapeToScrape() throws Exception {
        try (MySqlStand stand = new MySqlStand(server.config())) {
            ServerFacts first = stand.server.facts(soon());
            assertThat(first.version()).matches("\\d+\\.\\d+\\.\\d+");
            assertThat(first.replica()).isFalse();
            assertThat(first.databases()).contains("shop", "information_schema");
            for (int i = 0; i < 20; i++) {
                await().pollDelay(Duration.ofMillis(150)).until(() -> true);
                assertThat(stand.server.facts(soon())).isEqualTo(first);
            }
        }
    }

    private MySqlStand stand(String yaml) throws Exception {
        Path file = folder.resolve("own.yaml");
        Files.writeString(file, yaml);
        return new MySqlStand(
                server.config(),
                new Config.Queries(
                        true,
                        List.of(new Config.Include(
                                file.toString(),
                                Optional.empty(),
                                Optional.empty(),
                                new Position("dbvitals.yaml", 1, 1))),
                        List.of(),
                        List.of()));
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(9));
    }
}
