package io.dbvitals.cli.health.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.Commands;
import io.dbvitals.cli.check.Plugin;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.testing.TestMySql;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slow-queries} on a real MariaDB, from the command line to what it prints. */
class SlowQueriesMySqlIT {
    private static TestMySql server;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TestMySql.mariaDb(
                "--performance-schema=ON",
                "--performance-schema-consumer-events-statements-current=ON",
                "--performance-schema-consumer-events-statements-history-long=ON");
        server.execute(
                "CREATE DATABASE shop",
                "USE shop",
                "CREATE TABLE orders (id INT PRIMARY KEY, customer INT NOT NULL, note VARCHAR(200))",
                "INSERT INTO orders SELECT seq, seq % 5000, repeat('x', 150) FROM seq_1_to_20000",
                "ANALYZE TABLE orders",
                "GRANT SELECT, SHOW VIEW ON shop.* TO dbvitals@'%'",
                "TRUNCATE TABLE performance_schema.events_statements_summary_by_digest",
                "SELECT note FROM orders WHERE customer = 4711 AND note = 's3cret'",
                "SELECT note FROM orders WHERE id = 1");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void text_hasFiguresPlanAndRemedy() throws Exception {
        assertThat(run("--window", "0")).isEqualTo(ExitCode.WARNING);
        assertThat(text())
                .contains("all since the statistics began")
                .contains("HIGH no-index-used (rule 3): shop/")
                .contains("    SELECT note FROM orders WHERE customer = ? AND note = ?\n")
                .containsPattern("evidence    rows examined per call 20000 rows, .* \\(analysed\\)")
                .containsPattern("\n      orders: ALL, \\d+ rows, filter orders.customer = \\? and orders.note = \\?\n")
                .contains("    CREATE INDEX `orders_customer_note_idx` ON `shop`.`orders` (`customer`, `note`)\n")
                .contains("stops when  more than half of its runs use an index")
                .contains("    unstable-time: this server keeps no quantiles of times (MySQL 8 and newer do)\n")
                .doesNotContain("4711", "s3cret");
    }

    @Test
    void json_hasTheSame() throws Exception {
        assertThat(run("--window", "0", "--rule", "no-index-used", "--format", "json"))
                .isEqualTo(ExitCode.WARNING);
        JsonNode target = first(JsonNode.parse(text()), "targets");
        assertThat(target.text("target")).isEqualTo("shop");
        assertThat(target.text("engine")).isEqualTo("mysql");
        assertThat(target.text("since_reset")).isEqualTo("true");
        JsonNode advice = first(target, "advice");
        assertThat(advice.text("rule")).isEqualTo("no-index-used");
        assertThat(advice.number("gain_seconds_per_hour")).isPositive();
        assertThat(advice.member("plan").orElseThrow().text("hash")).matches("[0-9a-f]{16}");
        assertThat(text()).doesNotContain("4711", "s3cret", "NaN");
    }

    private static JsonNode first(JsonNode node, String name) {
        return ((JsonNode.Array) node.member(name).orElseThrow()).items().get(0);
    }

    @Test
    void nagios_namesFindings_andShowsNoStatement() throws Exception {
        int code = run("--window", "0", "--format", "nagios");
        Plugin.lined(new Plugin.Answer(code, text()));
        assertThat(text())
                .startsWith("DBVITALS_SLOW_QUERIES WARNING: shop: ")
                .contains("shop: high no-index-used of shop/")
                .containsPattern("'shop findings'=[1-9]")
                .doesNotContain("SELECT", "4711", "s3cret");
    }

    @Test
    void window_showsWhatRanInIt() throws Exception {
        assertThat(run("--window", "1s")).isEqualTo(ExitCode.OK);
        assertThat(text()).contains("in a window of 1.").doesNotContain("orders", "SHOW", "information_schema");
    }

    @Test
    void withoutPerformanceSchema_tellsWhatToPutIntoTheConfiguration() throws Exception {
        try (TestMySql plain = TestMySql.mariaDb()) {
            assertThat(run(plain, "--window", "0")).isEqualTo(ExitCode.MISUSE);
            assertThat(text())
                    .isEqualTo("shop: unknown\n  performance_schema is off: nothing is counted of statements; put"
                            + " performance_schema = ON below [mysqld] in my.cnf and restart the server\n");
        }
    }

    private int run(String... more) throws Exception {
        return run(server, more);
    }

    private int run(TestMySql of, String... more) throws Exception {
        Path config = folder.resolve("dbvitals.yaml");
        Files.writeString(
                config,
                "targets: [{name: shop, mysql: {url: \"mysql://127.0.0.1:" + of.port()
                        + "\", user: dbvitals, password: " + TestMySql.PASSWORD + "}}]\n");
        List<String> arguments = new ArrayList<>(List.of("slow-queries", "--config", config.toString()));
        arguments.addAll(List.of(more));
        PrintStream standardOut = System.out;
        out.reset();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            return Commands.run(arguments.toArray(String[]::new));
        } finally {
            System.setOut(standardOut);
        }
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
