package io.dbvitals.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services where what they look for is there; nothing of a statement is shown. */
class DefectsIT {
    private static TestServer server;

    private Plugin plugin;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                17,
                Map.of(
                        "archive_mode",
                        "on",
                        "archive_command",
                        "false",
                        "autovacuum",
                        "off",
                        "track_activities",
                        "on"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void plugin() {
        plugin = new Plugin(folder);
    }

    @Test
    void transactionsLocksAndWaits_areSeen_withWhoItIs() throws Exception {
        server.execute("CREATE TABLE held (a int)");
        try (Connection holder = server.connect("postgres");
                Connection waiter = server.connect("postgres")) {
            holder.setAutoCommit(false);
            run(holder, "SET application_name = 'a|b'", "LOCK TABLE held");
            CompletableFuture<Void> waiting =
                    CompletableFuture.runAsync(() -> quietly(waiter, "SELECT 's3cret' FROM held"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> check("backends_status", "-w", "waiting=0").code() == ExitCode.WARNING);
            for (String name : new String[] {"oldest_idlexact", "txn_idle", "txn_time"}) {
                assertThat(check(name, "-c", "0").line())
                        .containsPattern(
                                "CRITICAL: postgres [0-9.]+ s .outside 0.: pid [0-9]+, user postgres, .a/b. . postgres=");
            }
            assertThat(check("longest_query", "-w", "0", "-c", "").code()).isEqualTo(ExitCode.WARNING);
            assertThat(check("query-time", "-w", "0").line()).startsWith("POSTGRES_QUERY_TIME WARNING: postgres ");
            assertThat(check("lockwait", "-c", "0").line()).contains("waits for a lock on a relation");
            assertThat(check("locks", "-w", "waiting=0").line())
                    .startsWith("POSTGRES_LOCKS WARNING: waiting 1 (outside 0)")
                    .contains(" AccessExclusive=1;;;0");
            assertThat(check("backends", "-w", "1%").line())
                    .containsPattern(
                            "WARNING: connections [0-9]+ \\(outside 0.57\\) \\| connections=[0-9]+;0.57;54.15;0;57");
            assertThat(check("oldest_xmin", "-c", "@~:-1").code()).isEqualTo(ExitCode.OK);
            holder.rollback();
            waiting.join();
        }
        server.execute("DROP TABLE held");
    }

    @Test
    void preparedTransaction_isSeen() throws Exception {
        try (Connection connection = server.connect("postgres")) {
            run(connection, "BEGIN; CREATE TABLE p (a int); PREPARE TRANSACTION 'g'");
            assertThat(check("oldest_2pc", "-w", "0").line())
                    .contains(" WARNING: postgres ", ": prepared transaction ");
            run(connection, "ROLLBACK PREPARED 'g'");
        }
        assertThat(check("prepared_txns", "-w", "0").code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void sequenceOfANarrowColumn_isNearlyUsedUp() {
        server.execute(
                "CREATE TABLE narrow (id int2)", "CREATE SEQUENCE s OWNED BY narrow.id", "SELECT setval('s', 32000)");
        assertThat(check("sequence").line())
                .startsWith(
                        "POSTGRES_SEQUENCE UNKNOWN: postgres unreadable 1: GRANT SELECT ON SEQUENCE public.s TO dbvitals");
        server.execute("GRANT SELECT ON SEQUENCE s TO dbvitals");
        assertThat(check("sequences_exhausted").line())
                .startsWith("POSTGRES_SEQUENCES_EXHAUSTED CRITICAL: postgres.public.s 97.7 % (outside 95) | "
                        + "postgres.public.s=97.65923%;80;95;0;100");
        server.execute("ALTER SEQUENCE s CYCLE");
        assertThat(check("sequence").line()).isEqualTo("POSTGRES_SEQUENCE OK: there are no sequences");
        server.execute("DROP TABLE narrow");
    }

    @Test
    void invalidIndex_isNamed() {
        server.execute("CREATE TABLE twice AS SELECT 1 AS a FROM generate_series(1, 2)");
        try (Connection connection = server.connect("postgres")) {
            quietly(connection, "CREATE UNIQUE INDEX CONCURRENTLY left_behind ON twice (a)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        assertThat(check("invalid_indexes").line())
                .isEqualTo(
                        "POSTGRES_INVALID_INDEXES CRITICAL: postgres 1 (outside 0): public.left_behind | postgres=1;;0;0");
        server.execute("DROP TABLE twice");
        assertThat(check("invalid_indexes").code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void settingThatWaitsForARestart_isNamed() {
        server.execute("ALTER SYSTEM SET max_connections = 61", "SELECT pg_reload_conf()");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> check("settings")
                        .line()
                        .startsWith("POSTGRES_SETTINGS WARNING: pending_restart 1 (outside 0): max_connections"));
        server.execute("ALTER SYSTEM RESET max_connections", "SELECT pg_reload_conf()");
    }

    @Test
    void archivingThatFails_isCritical_whateverTheThresholds() {
        server.execute("SELECT pg_switch_wal()");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> check("archiver", "-w", "", "-c", "")
                        .line()
                        .matches("POSTGRES_ARCHIVER CRITICAL: ready \\d+: archiving of .* fails since ever \\| .*"));
    }

    @Test
    void ratiosFilesAndForgottenStatements_areCounted() throws Exception {
        server.execute(
                "DROP EXTENSION pg_stat_statements",
                "CREATE SCHEMA \"Stats\"",
                "CREATE EXTENSION pg_stat_statements SCHEMA \"Stats\"");
        assertThat(check("pgss_dealloc").line())
                .endsWith(" UNKNOWN: a: the schema of pg_stat_statements is shut; GRANT USAGE ON SCHEMA \"Stats\" TO"
                        + " \"dbvitals\"");
        server.execute("GRANT USAGE ON SCHEMA \"Stats\" TO dbvitals");
        assertThat(check("pgss_dealloc").line())
                .startsWith("POSTGRES_PGSS_DEALLOC OK: per_hour 0 | per_hour=0;10;;0 dealloc=0c");
        assertThat(check("wal_files", "-w", "0%").line()).startsWith("POSTGRES_WAL_FILES WARNING: wal_files ");
        assertThat(check("uptime", "-w", "100d:").line()).startsWith("POSTGRES_UPTIME WARNING: uptime ");
        try (Connection connection = server.connect("postgres")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 1100; i++) {
                run(connection, "SELECT 1");
                connection.rollback();
            }
            run(
                    connection,
                    "SET LOCAL work_mem = '64kB'",
                    "DECLARE sorted CURSOR FOR SELECT g FROM generate_series(1, 200000) g ORDER BY -g",
                    "FETCH 1 FROM sorted");
            assertThat(check("temp_files", "-w", "100kB").line())
                    .matches("POSTGRES_TEMP_FILES WARNING: pg_default .* .outside 102400.: \\d+ files . pg_default=.*");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> check("commit_ratio", "-w", "99:").code() == ExitCode.WARNING);
        assertThat(check("hit_ratio").line()).startsWith("POSTGRES_HIT_RATIO ");
    }

    @Test
    void slotKeepsLog() {
        assertThat(check("replication_slots").line()).isEqualTo("POSTGRES_REPLICATION_SLOTS OK: there are no slots");
        server.execute(
                "SELECT pg_create_physical_replication_slot('unused', true)",
                "CREATE TABLE w AS SELECT 1 AS a",
                "DROP TABLE w");
        assertThat(check("replication_slots", "-w", "0").line())
                .contains("WARNING: unused ", "(outside 0): physical, inactive, reserved");
        server.execute("SELECT pg_drop_replication_slot('unused')");
    }

    @Test
    void formats_areThoseOfCheckPgactivity() {
        Plugin.Answer json = plugin.run(target(), "is_master", "--format", "json");
        assertThat(json.text())
                .isEqualTo("{\"service\":\"POSTGRES_IS_MASTER\",\"status\":\"OK\",\"msg\":[\"is_master 1\"],"
                        + "\"longmsg\":[],\"perfdata\":{\"is_master\":{\"val\":1.0,\"unit\":\"\",\"warn\":null,\"crit\":\"1:\","
                        + "\"min\":0.0,\"max\":null}}}\n");
        assertThat(plugin.run(target(), "settings", "-F", "text").text()).startsWith("settings: ");
        assertThat(check("wal_files", "--format", "nagios_strict").code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void queryOfTheCaller_isTimed_andCannotWrite() {
        assertThat(check("query_runtime", "--query", "SELECT 'a', pg_catalog.count(*) FROM pg_catalog.pg_class")
                        .code())
                .isEqualTo(ExitCode.OK);
        assertThat(check("query_runtime", "--query", "CREATE TABLE evil (a int)")
                        .line())
                .startsWith("POSTGRES_QUERY_RUNTIME UNKNOWN: ")
                .contains("read-only transaction");
    }

    @Test
    void severalTargets_haveTheirNamesInFront() {
        String two = server.target("a", "postgres", "") + server.target("b", "postgres", "");
        assertThat(plugin.check(two, "is_master").line())
                .isEqualTo(
                        "POSTGRES_IS_MASTER OK: a is_master 1, b is_master 1 | 'a is_master'=1;;1:;0 'b is_master'=1;;1:;0");
        assertThat(plugin.check(two, "is_hot_standby", "--target", "b").line())
                .startsWith("POSTGRES_IS_HOT_STANDBY CRITICAL: is_hot_standby 0");
    }

    private Plugin.Answer check(String... arguments) {
        return plugin.check(target(), arguments);
    }

    private static String target() {
        return server.target("a", "postgres", "");
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void quietly(Connection connection, String sql) {
        try {
            run(connection, sql);
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isNotEmpty();
        }
    }
}
