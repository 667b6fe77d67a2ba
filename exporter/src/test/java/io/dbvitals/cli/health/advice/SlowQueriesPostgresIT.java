package io.dbvitals.cli.health.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.Commands;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code slow-queries} on the oldest PostgreSQL: what it prints, and its exit codes. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class SlowQueriesPostgresIT {
    private static TestServer server;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.start(13);
        server.execute(
                "CREATE SCHEMA shop",
                """
                CREATE TABLE shop.orders AS SELECT g AS id, g % 10000 AS customer, repeat('x', 90) AS filler
                  FROM generate_series(1, 100000) g""",
                "ALTER TABLE shop.orders ADD PRIMARY KEY (id)",
                "ANALYZE shop.orders",
                "GRANT USAGE ON SCHEMA shop TO dbvitals",
                "GRANT SELECT ON shop.orders TO dbvitals",
                "ALTER ROLE postgres SET search_path = shop, public");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void forget() {
        server.execute("SELECT pg_stat_statements_reset()");
    }

    @Test
    void defect_isReportedWithEvidencePlanAndRemedy_butWithoutValues() throws Exception {
        server.execute("SELECT id, pg_sleep(0.11) FROM orders WHERE customer = 4711 AND filler <> 'secret'");

        assertThat(run("--window", "0")).isEqualTo(ExitCode.CRITICAL);
        assertThat(text(out))
                .startsWith("a: ")
                .contains(
                        "all since the statistics began",
                        "   time %      total       mean      calls    calls/s  statement\n")
                .contains("\n  CRITICAL time-consumer (rule 1): postgres/postgres/")
                .contains("\n  HIGH missing-index (rule 2): postgres/postgres/")
                .contains("\n    SELECT id, pg_sleep($1) FROM orders WHERE customer = $2 AND filler <> $3\n")
                .containsPattern(
                        "\n    evidence    calls 1.00, mean time \\d+ ms, share of time [\\d.]+ %, .*\\(generic plan\\)\n")
                .containsPattern("\n    plan        [0-9a-f]{16}\n")
                .contains("Seq Scan on shop.orders (rows=")
                .contains("\n    CREATE INDEX CONCURRENTLY ON shop.orders (customer)\n")
                .contains("\n    gain        up to ", "\n    stops when  the plan does not read shop.orders whole\n")
                .contains("\n  not judged\n", "incomplete-list: pg_stat_statements 1.9 (PostgreSQL 14)")
                .doesNotContain("4711", "secret");
    }

    @Test
    void commandsAndComments_showNoValues() throws Exception {
        server.execute(
                "CREATE ROLE passing PASSWORD 'secret'",
                "DROP ROLE passing",
                "/* secret */ SELECT pg_sleep(0.01) -- secret",
                "DO $$ BEGIN PERFORM 'secret'; END $$",
                "SET application_name = 'secret'");

        for (String format : List.of("text", "json")) {
            run("--window", "0", "--top", "100", "--format", format);
            assertThat(text(out))
                    .contains("CREATE ROLE passing PASSWORD ?", "DO ?")
                    .doesNotContain("secret");
        }
    }

    @Test
    void filters_chooseFindingsAndTheExitCode() throws Exception {
        server.execute("SELECT id, pg_sleep(0.11) FROM orders WHERE customer = 4711");

        assertThat(run("--window", "0", "--rule", "missing-index")).isEqualTo(ExitCode.WARNING);
        assertThat(text(out))
                .startsWith("a: 1 finding, ")
                .contains("missing-index")
                .doesNotContain("time-consumer");
        assertThat(run("--window", "0", "--rule", "13")).isEqualTo(ExitCode.OK);
        assertThat(text(out)).startsWith("a: nothing found, ");
        assertThat(run("--window", "0", "--severity", "critical", "--rule", "2"))
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void json_hasAllOfIt() throws Exception {
        server.execute("SELECT id, pg_sleep(0.11) FROM orders WHERE customer = 4711");

        run("--window", "0", "--format", "json", "--top", "1");

        JsonNode report = JsonNode.parse(text(out)).items("targets").get(0);
        assertThat(report.text("engine")).isEqualTo("postgres");
        assertThat(report.items("top")).hasSize(1);
        assertThat(report.member("totals").orElseThrow().number("calls")).isPositive();
        JsonNode advice = report.items("advice").stream()
                .filter(each -> each.text("rule").equals("missing-index"))
                .findFirst()
                .orElseThrow();
        assertThat(advice.member("plan").orElseThrow().text("text")).contains("Seq Scan on shop.orders");
        assertThat(advice.items("evidence")).isNotEmpty();
        assertThat(advice.text("stops_when")).isNotEmpty();
        assertThat(text(out)).doesNotContain("4711", "NaN");
    }

    @Test
    void window_holdsNothingOfBefore() throws Exception {
        server.execute("SELECT pg_sleep(1.1)");

        assertThat(run("--window", "300ms")).isEqualTo(ExitCode.OK);
        assertThat(text(out)).contains(", in a window of ").doesNotContain("pg_sleep", "since the statistics began");
    }

    @Test
    void wrongOptions_areNamed() throws Exception {
        assertThat(run("--window", "soon")).isEqualTo(ExitCode.MISUSE);
        assertThat(text(err)).contains("--window must be a duration such as 30s or 5m, or 0, not \"soon\"");
        assertThat(run("--rule", "nonsense")).isEqualTo(ExitCode.MISUSE);
        assertThat(text(err)).contains("--rule must be one of time-consumer, missing-index, ", "not \"nonsense\"");
        assertThat(run("--top", "0")).isEqualTo(ExitCode.MISUSE);
        assertThat(text(err)).contains("--top must be 1 or more, not 0");
        assertThat(run("--target", "other")).isEqualTo(ExitCode.MISUSE);
        assertThat(text(out)).contains("no target was selected that counts statements");
    }

    @Test
    void targetThatDoesNotAnswer_orRefuses_isCritical() throws Exception {
        assertThat(run(server.target("a", "nowhere", ""), "--window", "0")).isEqualTo(ExitCode.CRITICAL);
        assertThat(text(out)).startsWith("a: no answer\n  ").contains("3D000");
        assertThat(run("  - {name: gone, postgres: {url: 'postgresql://u@127.0.0.1:1/app'}}\n", "--window", "0"))
                .isEqualTo(ExitCode.CRITICAL);
    }

    @Test
    void zMissingRightOrExtension_isUnknownWithTheRemedy() throws Exception {
        server.execute("REVOKE pg_monitor FROM dbvitals");
        try {
            assertThat(run("--window", "0")).isEqualTo(ExitCode.MISUSE);
            assertThat(text(out))
                    .contains("a: unknown\n", "GRANT pg_monitor (or pg_read_all_stats) TO the monitoring user");
        } finally {
            server.execute("GRANT pg_monitor TO dbvitals");
        }
        server.execute("DROP EXTENSION pg_stat_statements");
        try {
            assertThat(run("--window", "0")).isEqualTo(ExitCode.MISUSE);
            assertThat(text(out)).contains("CREATE EXTENSION pg_stat_statements in the database of the target's url");
        } finally {
            server.execute("CREATE EXTENSION pg_stat_statements");
        }
    }

    private int run(String... arguments) throws Exception {
        String first = arguments[0];
        return first.startsWith("  - ")
                ? run(first, List.of(arguments).subList(1, arguments.length))
                : run(server.target("a", "postgres", ""), List.of(arguments));
    }

    private int run(String targets, List<String> arguments) throws Exception {
        Path config = folder.resolve("dbvitals.yaml");
        Files.writeString(config, "targets:\n" + targets);
        List<String> all = new ArrayList<>(List.of("slow-queries", "--config", config.toString()));
        all.addAll(arguments);
        out.reset();
        err.reset();
        PrintStream usualOut = System.out;
        PrintStream usualErr = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            return Commands.run(all.toArray(String[]::new));
        } finally {
            System.setOut(usualOut);
            System.setErr(usualErr);
        }
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
