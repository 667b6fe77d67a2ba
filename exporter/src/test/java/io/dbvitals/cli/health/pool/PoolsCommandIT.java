package io.dbvitals.cli.health.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.cli.Commands;
import io.dbvitals.cli.check.Plugin;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.testing.TestPgBouncer;
import io.dbvitals.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pools} on a real PgBouncer whose pool of two is held, waited for, paused, disabled. */
class PoolsCommandIT {
    private static TestServer postgres;
    private static TestPgBouncer bouncer;

    private final List<Connection> clients = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        postgres = TestServer.start(17);
        bouncer = TestPgBouncer.start(postgres, "scram-sha-256", Map.of("query_wait_timeout", "0"));
    }

    @AfterAll
    static void stop() {
        bouncer.close();
        postgres.close();
    }

    @AfterEach
    void leave() throws Exception {
        for (Connection client : clients) {
            client.abort(Runnable::run);
        }
        postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'"
                + " AND backend_type = 'client backend' AND pid <> pg_backend_pid()");
        await().atMost(Duration.ofSeconds(30)).until(() -> !run(pooler()).text().contains(" wait"));
    }

    @Test
    void quietPool_isOptimal_andOwnConnectionsAreCounted() throws Exception {
        try (Connection client = bouncer.connect();
                Statement statement = client.createStatement();
                Connection monitor = monitor()) {
            statement.execute("SELECT 1");
            Answer answer = run(pooler() + target());
            assertThat(answer.text())
                    .containsPattern("""
                            pool \\(pgbouncer, 127.0.0.1:\\d+\\): ok, \\d+ of 100 clients
                              DATABASE/USER  SIZE   OUT  IDLE  OVER   USED  WAIT   MAXWAIT  RATING
                              shop/postgres +2 +0 +1 +0 +0 % +0 +0.0 s  optimal
                            """)
                    .containsPattern(
                            "p \\(own connections to postgres, 127.0.0.1:\\d+\\): ok, 1 open, 0 busy, at most 3\n");
            assertThat(answer.code()).isEqualTo(ExitCode.OK);
            assertThat(plugin(pooler() + target()).line())
                    .startsWith("DBVITALS_POOLS OK: no pool is high, and nobody waits for long | ")
                    .contains(" waiting'=0 ", " used'=0% ", "'p own busy'=0");
            assertThat(monitor.isClosed()).isFalse();
        }
    }

    @Test
    void clientsIdleInTransaction_whileOthersWait_areToBlame() throws Exception {
        hold("SELECT 1");
        hold("SELECT 1");
        wait(3);
        Answer answer = until(pooler() + target(), "are idle in transaction");
        assertThat(answer.code()).isEqualTo(ExitCode.CRITICAL);
        assertThat(answer.text())
                .containsPattern("  shop/postgres +2 +2 +0 +0  100 % +3 +\\d+\\.\\d s  high\n"
                        + "    seen    3 clients wait, the first for [0-9.]+ s; 2 of 2 connections are in use; 2 of 2 are"
                        + " idle in transaction, the longest for [0-9.]+ s\n"
                        + "    to do   shorten transactions: ");
        assertThat(run(pooler()).text())
                .contains(
                        "that could not be seen: no PostgreSQL target is configured for 127.0.0.1:" + postgres.port());
        String json = run(pooler() + target(), "--format", "json").text();
        assertThat(json)
                .startsWith("{\"status\":\"critical\",\"timestamp\":\"20")
                .contains(
                        "\"poolers\":[{\"target\":\"pool\"",
                        "\"database\":\"shop\",\"user\":\"postgres\",\"mode\":\"transaction\",\"server\":\"127.0.0.1:",
                        "\"size\":2,\"reserve\":0,\"checked_out\":2,\"idle\":0,\"connecting\":0,\"overflow\":0,"
                                + "\"utilisation\":1.0,",
                        "\"waiting\":3,\"max_wait_seconds\":",
                        "\"paused\":false,\"disabled\":false,\"rating\":\"high\",\"status\":\"critical\"",
                        "\"own\":[{\"target\":\"p\",\"kind\":\"postgres\"")
                .doesNotContain("NaN");
    }

    @Test
    void sleepingBackends_areNoReasonAgainstALargerPool() throws Exception {
        inBackground("SELECT pg_sleep(600)");
        inBackground("SELECT pg_sleep(600)");
        await().atMost(Duration.ofSeconds(30)).until(() -> sessions("wait_event = 'PgSleep'") == 2);
        wait(1);
        Answer answer = until(pooler() + target(), "raise pool_size from 2 to 3");
        assertThat(answer.text()).containsPattern("the server has room for \\d+ more connections");
        assertThat(answer.code()).isEqualTo(ExitCode.CRITICAL);
    }

    @Test
    void blockedBackends_areNotHelpedByALargerPool() throws Exception {
        postgres.execute("CREATE TABLE IF NOT EXISTS contended (n int)");
        try (Connection blocker = postgres.connect("postgres");
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE contended");
            inBackground("SELECT * FROM contended");
            inBackground("SELECT * FROM contended");
            await().atMost(Duration.ofSeconds(30)).until(() -> sessions("wait_event_type = 'Lock'") == 2);
            wait(1);
            assertThat(until(pooler() + target(), "2 on locks").text())
                    .contains("do not raise pool_size: end what blocks them");
            blocker.rollback();
        }
    }

    @Test
    void pausedAndDisabledDatabases_areWarnings() throws Exception {
        try (Connection client = bouncer.connect();
                Statement statement = client.createStatement()) {
            statement.execute("SELECT 1");
            bouncer.command("PAUSE shop");
            try {
                wait(1);
                Answer answer = until(pooler() + target(), "1 client waits");
                assertThat(answer.code()).isEqualTo(ExitCode.WARNING);
                assertThat(answer.text())
                        .contains(
                                "    seen    it is paused: clients wait until it is resumed; 1 client waits",
                                "    to do   RESUME shop");
            } finally {
                bouncer.command("RESUME shop");
            }
            bouncer.command("DISABLE shop");
            try {
                Answer answer = run(pooler());
                assertThat(answer.code()).isEqualTo(ExitCode.WARNING);
                assertThat(plugin(pooler()).line())
                        .startsWith(
                                "DBVITALS_POOLS WARNING: pool: shop/postgres is disabled, 0 of 2 in use, 0 wait | ");
                assertThat(answer.text()).contains("    seen    it is disabled", "    to do   ENABLE shop");
            } finally {
                bouncer.command("ENABLE shop");
            }
        }
    }

    @Test
    void poolerThatIsDown_orRefuses_andNoTarget() throws Exception {
        Answer down = run("  - {name: gone, pgbouncer: {url: 'postgresql://127.0.0.1:1/pgbouncer', user: u}}\n");
        assertThat(down.code()).isEqualTo(ExitCode.CRITICAL);
        assertThat(down.text()).startsWith("gone (pgbouncer, 127.0.0.1:1): critical\n  ");
        assertThat(plugin("  - {name: h, host: {}}\n").line()).isEqualTo("DBVITALS_POOLS UNKNOWN: there are no pools");
        assertThat(plugin("  - {name: gone, pgbouncer: {url: 'postgresql://127.0.0.1:1/pgbouncer', user: u}}\n")
                        .line())
                .startsWith("DBVITALS_POOLS CRITICAL: gone: ");
        Answer refused = run(pooler().replace(TestPgBouncer.PASSWORD, "wrong"));
        assertThat(refused.code()).isEqualTo(ExitCode.CRITICAL);
        assertThat(refused.text()).contains("): critical\n").doesNotContain("wrong");
        Answer none = run("  - {name: h, host: {}}\n");
        assertThat(none.code()).isEqualTo(ExitCode.MISUSE);
        assertThat(none.text()).isEqualTo("no target that has pools was selected\n");
        Answer dead = run("  - {name: d, postgres: {url: 'postgresql://u@127.0.0.1:1/app'}}\n");
        assertThat(dead.code()).isEqualTo(ExitCode.CRITICAL);
        assertThat(dead.text()).startsWith("d (own connections to postgres, 127.0.0.1:1): critical\n  ");
    }

    private Plugin.Answer plugin(String targets) {
        return Plugin.lined(new Plugin(folder).run("pools", targets, List.of("--format", "nagios")));
    }

    private record Answer(int code, String text) {}

    private static String pooler() {
        return "  - {name: pool, pgbouncer: {url: 'postgresql://127.0.0.1:" + bouncer.port()
                + "/pgbouncer', user: stats, password: '" + TestPgBouncer.PASSWORD + "'}}\n";
    }

    private static String target() {
        return postgres.target("p", "postgres", "");
    }

    /** As the monitor that runs has it. */
    private static Connection monitor() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres?ApplicationName=dbvitals",
                "dbvitals",
                TestServer.PASSWORD);
    }

    private Connection client() throws SQLException {
        Connection client = bouncer.connect();
        clients.add(client);
        return client;
    }

    private void hold(String sql) throws SQLException {
        Connection client = client();
        client.setAutoCommit(false);
        try (Statement statement = client.createStatement()) {
            statement.execute(sql);
        }
    }

    private void wait(int count) {
        for (int i = 0; i < count; i++) {
            inBackground("SELECT 1");
        }
    }

    private void inBackground(String sql) {
        Thread thread = new Thread(() -> {
            try (Connection client = client();
                    Statement statement = client.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                // Aborted when the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static int sessions(String condition) {
        return Integer.parseInt(postgres.ask("SELECT count(*) FROM pg_stat_activity WHERE " + condition));
    }

    private Answer until(String targets, String text) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> run(targets),
                        answer -> answer.text().contains(text)
                                && (answer.code() == ExitCode.CRITICAL || text.equals("1 client waits")));
    }

    private Answer run(String targets, String... arguments) throws Exception {
        Path file = folder.resolve("dbvitals.yaml");
        Files.writeString(file, "targets:\n" + targets);
        List<String> all = new ArrayList<>(List.of("pools", "--config", file.toString()));
        all.addAll(List.of(arguments));
        PrintStream usual = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            int code = Commands.run(all.toArray(String[]::new));
            return new Answer(code, out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(usual);
        }
    }
}
