package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuplicateRowsIT {
    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() throws Exception {
        server = TestServer.start(17);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void oddRows_neverHurtThePage() throws Exception {
        Files.writeString(folder.resolve("odd.yaml"), """
                queries:
                  twice:
                    sql: SELECT * FROM (VALUES ('a', 1), ('a', 2), ('b', 3)) v (name, value)
                    columns: {name: {use: label}, value: {use: gauge}}
                  observed:
                    sql: SELECT 'a' AS name, i AS seconds, i AS last FROM generate_series(1, 3) i
                    columns:
                      name: {use: label}
                      seconds: {use: histogram, from: rows, buckets: [1, 2]}
                      last: {use: gauge}
                  negative:
                    sql: SELECT * FROM (VALUES ('a', -1), ('b', 2)) v (name, things)
                    columns: {name: {use: label}, things: {use: counter, name: things_total}}
                  special:
                    sql: SELECT * FROM (VALUES ('nan', 'NaN'::float8), ('infinity', 'Infinity')) v (name, things)
                    columns: {name: {use: label}, things: {use: counter, name: things_total}}
                  long:
                    sql: SELECT repeat('x', 1000000) AS text, 1 AS one
                    columns: {text: {use: label}, one: {use: gauge}}
                  clash:
                    prefix: clash
                    sql: SELECT 1 AS a, 2 AS b
                    columns: {a: {use: counter, name: x_total}, b: {use: gauge, name: x}}
                  broken:
                    sql: SELECT 'text' AS value
                    columns: {value: {use: gauge}}
                """);
        Files.writeString(folder.resolve("foreign.yaml"), """
                clash_y:
                  query: SELECT 1 AS total, 2 AS count
                  master: true
                  metrics: [{total: {usage: COUNTER}}, {count: {usage: GAUGE}}]
                clash_y_total:
                  query: SELECT 3 AS more
                  master: true
                  metrics: [{more: {usage: GAUGE}}]
                clash:
                  query: SELECT 7 AS y_total, 8 AS x
                  master: true
                  metrics: [{y_total: {usage: GAUGE}}, {x: {usage: COUNTER}}]
                big:
                  query: SELECT repeat('y', 1000000) AS text, 1 AS one
                  master: true
                  metrics: [{text: {usage: LABEL}}, {one: {usage: GAUGE}}]
                """.replace("\nclash:", "\nclash_foreign:"));
        try (TestExporter exporter = TestExporter.start(
                folder,
                "queries: {include: [odd.yaml, foreign.yaml]}\ntargets:\n"
                        + server.target("primary", "postgres", ""))) {
            exporter.get("/metrics");
            String page = exporter.get("/metrics");
            Samples samples = Samples.of(page);
            assertThat(samples.failed()).containsExactly("broken");
            assertThat(samples.value("dbvitals_collector_errors_total", "\"broken\"", "reason=\"bad_data\""))
                    .isEqualTo(2);
            assertThat(samples.value("twice_value", "name=\"a\"")).isEqualTo(1);
            assertThat(samples.value("twice_value", "name=\"b\"")).isEqualTo(3);
            assertThat(samples.value("dbvitals_duplicate_series_total", "\"twice\""))
                    .isPositive();
            assertThat(samples.value("observed_last")).isEqualTo(1);
            assertThat(samples.value("observed_seconds_gcount")).isEqualTo(3);
            assertThat(samples.value("dbvitals_duplicate_series_total", "\"observed\""))
                    .isPositive();
            assertThat(samples.value("negative_things_total", "name=\"a\"")).isEqualTo(-1);
            assertThat(samples.value("special_things_total", "name=\"nan\"")).isNaN();
            assertThat(samples.value("special_things_total", "name=\"infinity\""))
                    .isInfinite();
            assertThat(samples.all("long_one")).singleElement().asString().hasSizeLessThan(1200);
            assertThat(samples.value("clash_x_total")).isEqualTo(1);
            assertThat(samples.value("clash_x")).isEqualTo(2);
            assertThat(samples.value("clash_y_total")).isEqualTo(1);
            assertThat(samples.value("clash_y_total_more")).isEqualTo(3);
            assertThat(samples.value("dbvitals_render_failures_total")).isZero();
            assertThat(page.lines()
                            .filter(line -> line.startsWith("# TYPE"))
                            .map(line -> line.replaceFirst("# TYPE (\\S+) .*", "$1")))
                    .doesNotHaveDuplicates();
            assertThat(samples.lines().stream().map(line -> line.substring(0, line.lastIndexOf(' '))))
                    .doesNotHaveDuplicates();
            assertThat(exporter.answer("/metrics", "Accept", "application/openmetrics-text; version=1.0.0")
                            .statusCode())
                    .isEqualTo(200);
            checkWithPromtool(page);
        }
    }

    @Test
    void namesThatExtendAnothersName_standOnce() throws Exception {
        Files.writeString(folder.resolve("names.yaml"), """
                queries:
                  a1:
                    prefix: a
                    sql: SELECT * FROM (VALUES ('x', 5), ('y', 6), ('y', 7)) v (version, thing)
                    columns: {version: {use: info, name: thing_info}, thing: {use: gauge}}
                  a2:
                    prefix: b
                    sql: SELECT 1.5 AS seconds
                    columns: {seconds: {use: histogram, from: rows, buckets: [1, 2], temporality: cumulative}}
                """);
        Files.writeString(folder.resolve("foreign.yaml"), """
                b_seconds:
                  query: SELECT 7 AS count, 8 AS other
                  master: true
                  metrics: [{count: {usage: GAUGE}}, {other: {usage: GAUGE}}]
                """);
        try (TestExporter exporter = TestExporter.start(
                folder,
                "queries: {builtin: false, include: [names.yaml, foreign.yaml]}\ntargets:\n"
                        + server.target("primary", "postgres", ""))) {
            String page = exporter.get("/metrics");
            Samples samples = Samples.of(page);
            assertThat(samples.all("a_thing_info")).hasSize(2);
            assertThat(samples.value("a_thing_info", "version=\"y\"")).isEqualTo(1);
            assertThat(samples.value("a_thing")).isEqualTo(5);
            assertThat(samples.value("b_seconds_count")).isEqualTo(1);
            assertThat(samples.value("b_seconds_other")).isEqualTo(8);
            assertThat(exporter.samples("/metrics").value("dbvitals_duplicate_series_total", "\"b_seconds\""))
                    .isPositive();
            assertThat(exporter.answer("/metrics", "Accept", "application/openmetrics-text; version=1.0.0")
                            .statusCode())
                    .isEqualTo(200);
            checkWithPromtool(page);
        }
    }

    private void checkWithPromtool(String page) throws Exception {
        Path input = Files.writeString(folder.resolve("page.txt"), page);
        Path output = folder.resolve("promtool.txt");
        Process promtool;
        try {
            promtool = new ProcessBuilder("promtool", "check", "metrics")
                    .redirectInput(input.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (java.io.IOException e) {
            if (System.getProperty("services.required", "").contains("promtool")) {
                fail("promtool is required", e);
            }
            assumeTrue(false, "promtool is not installed");
            return;
        }
        assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        // 1 is a syntax error; 3 means advice on names, and foreign names are not ours to choose.
        assertThat(promtool.exitValue()).as(Files.readString(output)).isIn(0, 3);
    }
}
