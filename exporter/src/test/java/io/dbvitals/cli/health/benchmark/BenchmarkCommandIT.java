package io.dbvitals.cli.health.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.check.Plugin;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.testing.TestMySql;
import io.dbvitals.testing.TestPgBouncer;
import io.dbvitals.testing.TestRedis;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code benchmark} on real servers. How fast they are is theirs, so ratings are not looked at but where bounds force them. */
class BenchmarkCommandIT {
    private static final String ROW = "  %s +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+ ms +[0-9.]+ ms  ";
    /** So that nothing is slow and little is unstable on a machine that does other things. */
    private static final List<String> FEW = List.of("--iterations", "8", "--rate", "1000");

    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.start(17);
        server.authenticate("host all all all scram-sha-256");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void postgres_isMeasured_withItsPool() {
        Plugin.Answer answer = run(target(), "--query", "SELECT 'a' FROM pg_catalog.pg_class");
        assertThat(answer.text())
                .startsWith("a (postgres): ")
                .containsPattern(ROW.formatted("connecting") + "5/5\n")
                .containsPattern(ROW.formatted("round_trip") + "8/8\n")
                .containsPattern(ROW.formatted("catalog") + "8/8\n")
                .containsPattern(ROW.formatted("compute") + "8/8\n")
                .containsPattern(ROW.formatted("query_1") + "8/8\n")
                .containsPattern(
                        "  pool +5 borrowers of 3 connections: [0-9]+/s, alone [0-9]+/s, efficiency [0-9]+ %;");
        assertThat(server.ask("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dbvitals-benchmark'"))
                .isEqualTo("0");
    }

    @Test
    void json_hasEveryFigure_andNagiosALine() {
        Plugin.Answer json = run(target(), "--format", "json");
        assertThat(json.text())
                .contains("\"targets\":[{\"target\":\"a\",\"kind\":\"postgres\",\"answers\":true,\"rating\":")
                .contains("\"connecting\":{\"name\":\"connecting\",\"tries\":5,\"success_rate\":1.0,\"median_ms\":")
                .contains("\"pool\":{\"connections\":3,\"borrowers\":5,\"alone_per_second\":");
        Plugin.Answer line = Plugin.lined(run(target(), "--format", "nagios"));
        assertThat(line.line())
                .startsWith("DBVITALS_BENCHMARK ")
                .containsPattern(" \\| connecting=[0-9.]+s connecting_p95=[0-9.]+s round_trip=[0-9.]+s ")
                .containsPattern("pool_efficiency=[0-9.]+%$");
    }

    @Test
    void boundsThatNothingMeets_arePoor() {
        Plugin.Answer answer = run(target(), "--bounds", "1ns,2ns,3ns", "--connect-bounds", "1ns,2ns,3ns");
        // Times that differ too much are not rated at all.
        assertThat(answer.code()).isIn(ExitCode.CRITICAL, ExitCode.MISUSE);
        assertThat(answer.text())
                .containsPattern("a \\(postgres\\): (poor - .* more than 0.00 ms is poor|unstable - )");
    }

    @Test
    void queryThatWrites_isRefusedByTheServer() {
        Plugin.Answer answer = run(target(), "--query", "CREATE TABLE evil (a int)");
        assertThat(answer.code()).isEqualTo(ExitCode.CRITICAL);
        assertThat(answer.text())
                .startsWith("a (postgres): poor - query_1 succeeded 0 times of 8: query_1 on ")
                .contains("read-only transaction");
        assertThat(server.ask("SELECT to_regclass('evil') IS NULL")).isEqualTo("t");
    }

    /** A lower bound only: what is slower is no mistake. */
    @Test
    void rate_isNotExceeded() {
        long began = System.nanoTime();
        new Plugin(folder).run("benchmark", target(), List.of("--iterations", "7", "--rate", "20"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(1400));
    }

    @Test
    void otherKinds_areMeasuredByTheirOwnQuestions() {
        try (TestRedis redis = TestRedis.start();
                TestPgBouncer bouncer = TestPgBouncer.start(server, "scram-sha-256", Map.of())) {
            String both = "  - {name: r, redis: {url: 'redis://127.0.0.1:" + redis.port() + "'}}\n"
                    + "  - {name: b, pgbouncer: {url: 'pgbouncer://stats@127.0.0.1:" + bouncer.port() + "', password: '"
                    + TestPgBouncer.PASSWORD + "'}}\n  - {name: h, host: {}}\n";
            assertThat(run(both).text())
                    .contains("r (redis): ", "b (pgbouncer): ")
                    .doesNotContain("h (host)", "pool ", "CREATE")
                    .containsPattern(ROW.formatted("info") + "8/8\n")
                    .containsPattern(ROW.formatted("pools") + "8/8\n");
            assertThat(run(both, "--target", "h").text()).isEqualTo("there is no such target that can be asked\n");
            assertThat(run(both, "--target", "h").code()).isEqualTo(ExitCode.MISUSE);
        }
    }

    @Test
    void mariaDb_isMeasured() {
        try (TestMySql mariadb = TestMySql.mariaDb()) {
            String target = "  - {name: m, mysql: {url: 'mysql://127.0.0.1:" + mariadb.port()
                    + "', user: dbvitals, password: '" + TestMySql.PASSWORD + "'}}\n";
            assertThat(run(target).text())
                    .startsWith("m (mysql): ")
                    .containsPattern(ROW.formatted("compute") + "8/8\n")
                    .contains("  pool ");
        }
    }

    @Test
    void targetThatDoesNotAnswer_isPoor_andARefusedLoginTriedOnce() {
        String wrong = target().replace(TestServer.PASSWORD, "other");
        Plugin.Answer answer = run(wrong);
        assertThat(answer.code()).isEqualTo(ExitCode.CRITICAL);
        assertThat(answer.text())
                .startsWith("a (postgres): poor - connecting to ")
                .contains("28P01");
        Plugin.Answer json = run(wrong, "--format", "json");
        assertThat(json.text()).contains("\"answers\":false", "\"tries\":1,", "\"pool\":null");
        Plugin.Answer closed =
                Plugin.lined(run("  - {name: c, redis: {url: 'redis://127.0.0.1:1'}}\n", "--format", "nagios"));
        assertThat(closed.line()).startsWith("DBVITALS_BENCHMARK CRITICAL: c poor: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            --iterations 0       ; --iterations must be from 1 to 10000, not 0
            --rate 1001          ; --rate must be from 1 to 1000, not 1001
            --timeout soon       ; --timeout must be a duration such as 500ms, 10s or 1m, not "soon"
            --bounds 1s,2s       ; --bounds must be three durations that grow, as 5ms,20ms,100ms, not "1s,2s"
            --bounds 3s,2s,1s    ; --bounds must be three durations that grow
            --connect-bounds 1,2,3 ; --connect-bounds must be three durations that grow
            """)
    void mistake_isUnknown(String arguments, String message) {
        String[] all = (arguments + " --format nagios").split(" ");
        Plugin.Answer answer = Plugin.lined(new Plugin(folder).run("benchmark", target(), List.of(all)));
        assertThat(answer.code()).isEqualTo(ExitCode.MISUSE);
        assertThat(answer.line()).startsWith("DBVITALS_BENCHMARK UNKNOWN: " + message);
    }

    private Plugin.Answer run(String targets, String... more) {
        List<String> all = new ArrayList<>(FEW);
        all.addAll(List.of(more));
        return new Plugin(folder).run("benchmark", targets, all);
    }

    private static String target() {
        return server.target("a", "postgres", "");
    }
}
