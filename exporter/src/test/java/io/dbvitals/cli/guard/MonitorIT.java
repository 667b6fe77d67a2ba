package io.dbvitals.cli.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.TestProcess;
import io.dbvitals.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packed program as a monitor: its PID file, log and signals, and the commands that find it. */
class MonitorIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static TestServer server;

    private final List<Connection> clients = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = TestServer.start(17, Map.of("max_connections", "20", "superuser_reserved_connections", "3"));
        server.execute(
                "CREATE ROLE app LOGIN PASSWORD 'app'",
                "GRANT pg_signal_backend TO dbvitals",
                "CREATE ROLE keeper",
                "CREATE DATABASE shop OWNER keeper",
                "GRANT keeper TO dbvitals");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void closeClients() throws SQLException {
        for (Connection client : clients) {
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "guard: {enabled: true}"})
    void sigusr1_isRefused_unlessTheGuardMayAct(String guard) throws Exception {
        write(guard);
        Connection client = client();
        try (TestProcess process = TestProcess.start(folder, Map.of(), "serve", "--pid-file", "pid")) {
            process.port();
            awaitPidFile();
            process.signal("USR1");
            await().atMost(SOON).until(() -> process.err().contains("the emergency is refused"));
            assertThat(process.get("/health/live")).contains("alive");
            assertThat(TestServer.answers(client)).isTrue();
            process.signal("TERM");
            assertThat(process.exitCode(SOON)).isZero();
            assertThat(process.err()).doesNotContain("Exception");
        }
        assertThat(folder.resolve("pid")).doesNotExist();
    }

    @Test
    void sigusr1_clearsAFullServer_overTheOpenConnection_andTheProcessGoesOn() throws Exception {
        write(
                "guard: {enabled: true, dry_run: false, audit_file: audit.jsonl, rules: {locks: {warning: 50, critical: 100, action: report}}}");
        try (TestProcess process = TestProcess.start(folder, Map.of(), "serve", "--pid-file", "pid")) {
            awaitPidFile();
            await().atMost(SOON).until(() -> process.get("/metrics/self").contains("dbvitals_guard_round_success"));
            fill();
            assertThat(server.ask("SELECT count(*) FROM pg_stat_activity WHERE usename = 'app'"))
                    .isNotEqualTo("0");

            process.signal("USR1");

            await().atMost(SOON)
                    .until(() -> server.ask("SELECT count(*) FROM pg_stat_activity WHERE usename = 'app'")
                            .equals("0"));
            await().atMost(SOON).until(() -> process.err().contains("sessions ended"));
            assertThat(server.ask("SELECT datconnlimit FROM pg_database WHERE datname = 'shop'"))
                    .isEqualTo("-1");
            assertThat(folder.resolve("guard-fence.json")).doesNotExist();
            assertThat(process.get("/metrics/self"))
                    .containsPattern(
                            "dbvitals_guard_actions_total\\{action=\"terminate\",outcome=\"done\",rule=\"emergency\","
                                    + "target=\"primary\"} [1-9]");
            process.signal("TERM");
            assertThat(process.exitCode(SOON)).isZero();
        }
        assertThat(run("guard", "audit", "verify")).isZero();
        assertThat(folder.resolve("pid")).doesNotExist();
    }

    @Test
    void variablesAlone_giveAMonitor_thatLogsInTheUsersLines() throws Exception {
        Map<String, String> variables = new HashMap<>();
        variables.put("DB_HOST", "127.0.0.1");
        variables.put("DB_PORT", String.valueOf(server.port()));
        variables.put("DB_NAME", "shop");
        variables.put("DB_USER", "dbvitals");
        variables.put("DB_PASSWORD", TestServer.PASSWORD);
        variables.put("DB_MONITOR_INTERVAL", "1");
        variables.put("DB_MONITOR_MAX_CONNECTIONS", "1");
        variables.put("DB_MONITOR_LOG_FILE", folder.resolve("db_monitor.log").toString());
        variables.put("DB_MONITOR_PID_FILE", folder.resolve("pid").toString());
        client();
        try (TestProcess process = TestProcess.start(folder, variables, "guard", "watch")) {
            Path log = folder.resolve("db_monitor.log");
            await().atMost(SOON)
                    .until(() -> Files.exists(log) && Files.readString(log).contains("High connection count"));
            assertThat(Files.readString(log).lines().filter(line -> line.contains("High connection count")))
                    .allMatch(
                            line -> line.matches(
                                    "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d - DBMonitor - (WARNING|ERROR) - High connection count: \\d+ .*"));
            assertThat(Files.readString(log))
                    .doesNotContain(TestServer.PASSWORD)
                    .doesNotContain(" - DEBUG - ");
            awaitPidFile();

            Files.move(log, folder.resolve("renamed.log"));
            process.signal("HUP");
            await().atMost(SOON)
                    .until(() -> Files.exists(log) && Files.readString(log).contains("read anew"));

            assertThat(run(variables, "guard", "watch")).isEqualTo(3);
            assertThat(run(variables, "self-destruct")).isZero();
            assertThat(process.exitCode(SOON)).isZero();
        }
        assertThat(folder.resolve("pid")).doesNotExist();
        assertThat(run(variables, "self-destruct")).isZero();
    }

    @Test
    void killedMonitor_leavesAFileThatIsInNobodysWay() throws Exception {
        write("");
        try (TestProcess process = TestProcess.start(folder, Map.of(), "serve", "--pid-file", "pid")) {
            awaitPidFile();
            process.signal("KILL");
            process.exitCode(SOON);
        }
        assertThat(folder.resolve("pid")).exists();
        try (TestProcess process = TestProcess.start(folder, Map.of(), "serve", "--pid-file", "pid")) {
            process.port();
            await().atMost(SOON)
                    .until(() -> Files.readString(folder.resolve("pid")).startsWith(process.pid() + "\n"));
        }
        try (TestProcess destroyer = TestProcess.start(folder, Map.of(), "self-destruct", "--pid-file", "pid")) {
            assertThat(destroyer.exitCode(SOON)).isZero();
        }
        assertThat(folder.resolve("pid")).doesNotExist();
    }

    @Test
    void selfDestruct_worksWithABrokenConfiguration() throws Exception {
        write("");
        try (TestProcess process = TestProcess.start(folder, Map.of(), "serve", "--pid-file", "pid")) {
            awaitPidFile();
            Files.writeString(folder.resolve("dbvitals.yaml"), "targts: []\n");
            try (TestProcess destroyer = TestProcess.start(folder, Map.of(), "self-destruct", "--pid-file", "pid")) {
                assertThat(destroyer.exitCode(SOON)).isEqualTo(3);
                assertThat(destroyer.out()).contains("stopped process " + process.pid());
                assertThat(destroyer.err()).contains("is not known").contains("targts");
            }
            assertThat(process.exitCode(SOON)).isZero();
        }
    }

    @Test
    void emergencyShutdown_asksForTheTargetsName() throws Exception {
        write("guard: {enabled: true, audit_file: audit.jsonl}");
        Connection client = client();
        try (TestProcess process = TestProcess.startWith("shop\n", folder, Map.of(), "emergency-shutdown")) {
            assertThat(process.exitCode(SOON)).isEqualTo(3);
            assertThat(process.err()).contains("Type the name of the target").contains("not confirmed");
        }
        assertThat(TestServer.answers(client)).isTrue();
        try (TestProcess process = TestProcess.startWith("primary\n", folder, Map.of(), "emergency-shutdown")) {
            assertThat(process.exitCode(SOON)).as(process.err() + process.out()).isZero();
            assertThat(process.out())
                    .contains("fence: shop is shut to new connections (before: -1)")
                    .containsPattern(
                            "terminate \\d+ \\(app in shop, \"PostgreSQL JDBC Driver\", 127.0.0.1:\\d+\\): done")
                    .contains("shop is open again (-1)")
                    .contains("primary: 1 sessions ended,")
                    .contains(" 0 left, 0 denied");
        }
        assertThat(TestServer.answers(client)).isFalse();
    }

    @Test
    void emergencyShutdown_isRefused_whileTheGuardIsOff() throws Exception {
        write("");
        Connection client = client();
        try (TestProcess process = TestProcess.start(folder, Map.of(), "emergency-shutdown", "--yes")) {
            assertThat(process.exitCode(SOON)).isEqualTo(3);
            assertThat(process.err()).contains("the guard is turned off");
        }
        assertThat(TestServer.answers(client)).isTrue();
    }

    private void write(String guard) throws IOException {
        Files.writeString(
                folder.resolve("dbvitals.yaml"),
                "listen: 127.0.0.1:0\ntargets:\n" + server.target("primary", "shop", "") + guard + "\n");
    }

    private void awaitPidFile() {
        await().atMost(SOON).until(() -> Files.exists(folder.resolve("pid")));
    }

    private Connection client() throws SQLException {
        Connection client = DriverManager.getConnection("jdbc:" + server.url("shop") + "?user=app&password=app");
        clients.add(client);
        return client;
    }

    /** Until nobody is let in any more. */
    private void fill() {
        while (true) {
            try {
                client();
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("53300");
                return;
            }
        }
    }

    private int run(String... arguments) throws InterruptedException {
        return run(Map.of(), arguments);
    }

    private int run(Map<String, String> variables, String... arguments) throws InterruptedException {
        try (TestProcess process = TestProcess.start(folder, variables, arguments)) {
            return process.exitCode(SOON);
        }
    }
}
