package io.dbvitals.cli.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.Commands;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code validate} on a real PostgreSQL: each check as it passes and as it fails. */
class ValidateCommandIT {
    private static TestServer server;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.start(17);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void emptySchema() {
        server.execute(
                "DROP SCHEMA IF EXISTS shop CASCADE",
                "CREATE SCHEMA shop",
                "GRANT USAGE ON SCHEMA shop TO dbvitals",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO dbvitals");
    }

    @Test
    void nothingRequired_looksAtTheUsual() throws Exception {
        assertThat(run()).isEqualTo(ExitCode.OK);
        assertThat(text(out))
                .startsWith("a: passed\n  passed   reachable    version 17.")
                .contains("\n  passed   migrations   there is no table of a migration tool\n")
                .containsPattern("\n  passed   connections  \\d+ of 60 connections are free\n");
        golang(12, true);
        assertThat(run()).isEqualTo(ExitCode.CRITICAL);
        assertThat(text(out))
                .startsWith("a: failed\n")
                .contains("  failed   migrations   golang-migrate in postgres: shop.schema_migrations: dirty at 12\n"
                        + "           to do        see whether it still runs;");
    }

    @Test
    void fewFreeConnections_areAWarning_orFailWhereMoreAreRequired() throws Exception {
        assertThat(run("--free-connections", "5")).isEqualTo(ExitCode.OK);
        List<Connection> taken = new ArrayList<>();
        try {
            for (int i = 0; i < 53; i++) {
                taken.add(server.connect("postgres"));
            }
            assertThat(run()).isEqualTo(ExitCode.WARNING);
            assertThat(text(out))
                    .containsPattern("  warning  connections  \\d of 60 connections are free, less than 10 %\n");
            assertThat(run("--free-connections", "5")).isEqualTo(ExitCode.CRITICAL);
            assertThat(text(out))
                    .containsPattern("  failed   connections  \\d of 60 connections are free; 5 are wanted");
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }

    @Test
    void requiredVersion_reachedSkippedBehindAndAbsent() throws Exception {
        assertThat(run("--require-version", "12")).isEqualTo(ExitCode.MISUSE);
        assertThat(text(out))
                .contains("  unknown  migrations   there is no table of a migration tool, so nothing tells of 12\n");
        golang(12, false);
        assertThat(run("--require-version", "12")).isEqualTo(ExitCode.OK);
        assertThat(text(out)).contains("golang-migrate in postgres: shop.schema_migrations is at 12; 12 is applied");
        assertThat(run("--require-version", "golang-migrate:11")).isEqualTo(ExitCode.OK);
        assertThat(run("--require-version", "13")).isEqualTo(ExitCode.CRITICAL);
        assertThat(text(out))
                .contains("is at 12; 13 is not applied\n           to do        run the migrations first\n");
        assertThat(run("--require-version", "latest")).isEqualTo(ExitCode.MISUSE);
        assertThat(text(out)).contains("no table of a migration tool tells of latest");
        assertThat(run("--require-version", "12", "--schema", "other")).isEqualTo(ExitCode.MISUSE);
        assertThat(run("--require-version", "12", "--schema", "postgres.sh*")).isEqualTo(ExitCode.OK);
        server.execute(
                "DROP TABLE shop.schema_migrations",
                "CREATE TABLE shop.schema_migrations (version varchar PRIMARY KEY)",
                "INSERT INTO shop.schema_migrations VALUES ('20260101'), ('20260301')");
        assertThat(run("--require-version", "20260201")).isEqualTo(ExitCode.WARNING);
        assertThat(text(out)).contains("is at 20260301; 20260201 itself is not applied");
    }

    @Test
    void severalHeads_areAWarning_unlessEachIsRequired() throws Exception {
        server.execute(
                "CREATE TABLE shop.alembic_version (version_num varchar(32) PRIMARY KEY)",
                "INSERT INTO shop.alembic_version VALUES ('aaa'), ('bbb')");
        assertThat(run("--require-version", "aaa")).isEqualTo(ExitCode.WARNING);
        assertThat(text(out)).contains("2 heads: aaa, bbb");
        assertThat(run("--require-version", "aaa", "--require-version", "bbb")).isEqualTo(ExitCode.OK);
        assertThat(run("--require-version", "ccc")).isEqualTo(ExitCode.CRITICAL);
        assertThat(text(out)).contains("ccc is no head, and no other is known");
    }

    @Test
    void tableThatMayNotBeRead_isUnknown() throws Exception {
        golang(12, false);
        server.execute("REVOKE ALL ON shop.schema_migrations FROM dbvitals");
        assertThat(run("--require-version", "12")).isEqualTo(ExitCode.MISUSE);
        assertThat(text(out)).contains("GRANT SELECT ON \"shop\".\"schema_migrations\" TO \"dbvitals\"");
    }

    @Test
    void guide_showsWhatIsPrinted() throws Exception {
        server.execute("CREATE DATABASE app");
        server.executeIn("app", """
                CREATE TABLE flyway_schema_history (installed_rank int, version text, description text, type text,
                    installed_on timestamp, success boolean)""");
        runOn(server.target("shop", "app", ""), "--require-version", "1.12");
        String page = Files.readString(Path.of("..", "docs", "validate-a-deployment.md"));
        String shown = page.substring(page.indexOf("```text\n") + 8);
        assertThat(text(out)).isEqualTo(shown.substring(0, shown.indexOf("```")));
    }

    @Test
    void response_isMeasured() throws Exception {
        assertThat(run("--max-response", "30s")).isEqualTo(ExitCode.OK);
        assertThat(text(out)).containsPattern("  passed   response     SELECT 1 takes [0-9.]+ ms, the median of 5\n");
        assertThat(run("--max-response", "1ns")).isEqualTo(ExitCode.CRITICAL);
        assertThat(text(out)).contains("; at most 0.0 ms is wanted");
    }

    @Test
    void extension_presentTooOldAndAbsent() throws Exception {
        assertThat(run("--require-extension", "plpgsql>=1.0", "--require-extension", "pg_stat_statements"))
                .isEqualTo(ExitCode.OK);
        assertThat(run("--require-extension", "pg_stat_statements >= 99")).isEqualTo(ExitCode.CRITICAL);
        assertThat(text(out)).contains("; 99 or newer is wanted", "ALTER EXTENSION pg_stat_statements UPDATE");
        assertThat(run("--require-extension", "vector")).isEqualTo(ExitCode.CRITICAL);
        assertThat(text(out)).contains("vector is not there", "in postgres CREATE EXTENSION vector");
    }

    @Test
    void replication_ofAPrimaryAndItsReplica() throws Exception {
        assertThat(run("--replication")).isEqualTo(ExitCode.CRITICAL);
        assertThat(text(out)).contains("no replica follows this server");
        try (TestServer primary = TestServer.start(17);
                TestServer standby = primary.standby("mirror")) {
            String both = primary.target("p", "postgres", "") + standby.target("r", "postgres", "");
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> runOn(both, "--replication") == ExitCode.OK);
            assertThat(text(out))
                    .contains("  passed   replication  1 caught up: mirror\n")
                    .contains("  passed   replication  this replica streams, 0.0 s behind\n");
            // Its own measure of lag does not grow while replay is paused.
            standby.execute("SELECT pg_wal_replay_pause()");
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> paused(standby));
            // The server of the tests commits without waiting for the log: what is not yet written need not be
            // replayed.
            primary.execute("SET synchronous_commit = on", "CREATE TABLE t AS SELECT 1 AS one");
            assertThat(runOn(both, "--replication", "--max-lag", "1s")).isEqualTo(ExitCode.CRITICAL);
            assertThat(text(out)).contains("mirror (streaming) did not replay within 1.0 s what was written then");
            standby.execute("SELECT pg_wal_replay_resume()");
            primary.stop();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> runOn(standby.target("r", "postgres", ""), "--replication") == ExitCode.CRITICAL);
            assertThat(text(out)).contains("this replica does not stream");
            primary.startAgain();
        }
    }

    @Test
    void replication_withoutTheRight_isUnknown() throws Exception {
        try (TestServer primary = TestServer.start(17);
                TestServer standby = primary.standby("mirror")) {
            primary.execute("REVOKE pg_monitor FROM dbvitals");
            String both = primary.target("p", "postgres", "") + standby.target("r", "postgres", "");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> runOn(both, "--replication") == ExitCode.MISUSE);
            assertThat(text(out)).contains("GRANT pg_monitor TO the monitoring user");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void oldestAndNewestServer_andItsReplica(int major) throws Exception {
        try (TestServer primary = TestServer.start(major);
                TestServer standby = primary.standby("mirror")) {
            String both = primary.target("p", "postgres", "") + standby.target("r", "postgres", "");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> runOn(both, "--replication", "--free-connections", "5") == ExitCode.OK);
            assertThat(runOn(both)).isEqualTo(ExitCode.OK);
            assertThat(text(out)).contains("reachable    version " + major + ".", ", a replica\n");
        }
    }

    @Test
    void wait_goesOnUntilTheServerIsUp() throws Exception {
        try (TestServer late = TestServer.start(17)) {
            late.stop();
            CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return runOn(late.target("late", "postgres", ""), "--wait", "120s");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> text(err).contains("s more - late: reachable: "));
            late.startAgain();
            assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
            assertThat(text(out)).startsWith("late: passed\n");
        }
    }

    @Test
    void wait_endsWithWhatIsStillMissing() throws Exception {
        assertThat(run("--require-extension", "vector", "--wait", "1s")).isEqualTo(ExitCode.CRITICAL);
        assertThat(text(err)).containsOnlyOnce("waiting for ").contains("a: extension: vector is not there");
    }

    @Test
    void unreachableTarget_isTheWorstOfAll() throws Exception {
        String dead = "  - {name: dead, postgres: {url: 'postgresql://u@127.0.0.1:1/app'}}\n";
        assertThat(runOn(server.target("a", "postgres", "") + dead)).isEqualTo(ExitCode.CRITICAL);
        assertThat(text(out)).contains("a: passed\n", "dead: failed\n  failed   reachable    ");
        assertThat(runOn(server.target("a", "postgres", "") + dead, "--target", "a"))
                .isEqualTo(ExitCode.OK);
        assertThat(runOn(dead, "--target", "none")).isEqualTo(ExitCode.MISUSE);
        assertThat(text(out)).isEqualTo("no target was selected\n");
    }

    @Test
    void hostTarget_isReachable_andCannotBeAskedMore() throws Exception {
        assertThat(runOn("  - {name: h, host: {}}\n")).isEqualTo(ExitCode.OK);
        assertThat(runOn("  - {name: h, host: {}}\n", "--free-connections", "3"))
                .isEqualTo(ExitCode.MISUSE);
        assertThat(text(out)).contains("can be asked of databases only");
    }

    @Test
    void json_hasEveryCheckAndTheMigrations() throws Exception {
        golang(12, true);
        assertThat(run("--format", "json")).isEqualTo(ExitCode.CRITICAL);
        assertThat(text(out))
                .startsWith("{\"status\":\"failed\",\"timestamp\":\"20")
                .contains(
                        "\"targets\":[{\"target\":\"a\",\"kind\":\"postgres\",\"status\":\"failed\",\"checks\":[{\"check\":"
                                + "\"reachable\",\"status\":\"passed\",\"reason\":\"version 17.")
                .contains("\"migrations\":[{\"tool\":\"golang-migrate\",\"database\":\"postgres\",\"schema\":\"shop\","
                        + "\"table\":\"schema_migrations\",\"current\":[],\"applied\":0,\"last_applied\":\"\","
                        + "\"troubles\":[\"dirty\"]}]}]}");
    }

    @Test
    void nagios_isALineWithCounts() throws Exception {
        assertThat(run("--format", "nagios")).isEqualTo(ExitCode.OK);
        assertThat(text(out))
                .startsWith("DBVITALS_VALIDATE OK: 3 checks passed | passed=3 unknown=0 warnings=0 failed=0\n"
                        + "a passed reachable: version 17.");
        golang(12, true);
        assertThat(run("--format", "nagios")).isEqualTo(ExitCode.CRITICAL);
        assertThat(text(out))
                .startsWith("DBVITALS_VALIDATE CRITICAL: a: migrations: golang-migrate in postgres: "
                        + "shop.schema_migrations: dirty at 12 | passed=2 unknown=0 warnings=0 failed=1\n");
    }

    @Test
    void mistakes_areMisuse() throws Exception {
        assertThat(run("--max-response", "fast")).isEqualTo(ExitCode.MISUSE);
        assertThat(text(err)).contains("--max-response must be a duration such as 100ms, 10s or 5m, not \"fast\"");
        assertThat(run("--require-extension", "vector=1")).isEqualTo(ExitCode.MISUSE);
        assertThat(text(err)).contains("--require-extension must be a name, or as vector>=0.7, not \"vector=1\"");
        assertThat(run("--free-connections", "0")).isEqualTo(ExitCode.MISUSE);
        assertThat(text(err)).contains("--free-connections must be 1 or more, not 0");
    }

    /** The function before it only asks for the pause. */
    private static boolean paused(TestServer standby) throws Exception {
        try (Connection connection = standby.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet state = statement.executeQuery("SELECT pg_get_wal_replay_pause_state()")) {
            return state.next() && state.getString(1).equals("paused");
        }
    }

    private static void golang(int version, boolean dirty) {
        server.execute(
                "CREATE TABLE shop.schema_migrations (version bigint not null primary key, dirty boolean not null)",
                "INSERT INTO shop.schema_migrations VALUES (" + version + ", " + dirty + ")");
    }

    private int run(String... arguments) throws Exception {
        return runOn(server.target("a", "postgres", ""), arguments);
    }

    private int runOn(String targets, String... arguments) throws Exception {
        Path file = folder.resolve("dbvitals.yaml");
        Files.writeString(file, "targets:\n" + targets);
        List<String> all = new ArrayList<>(List.of("validate", "--config", file.toString()));
        all.addAll(List.of(arguments));
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        out.reset();
        err.reset();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            return Commands.run(all.toArray(String[]::new));
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
