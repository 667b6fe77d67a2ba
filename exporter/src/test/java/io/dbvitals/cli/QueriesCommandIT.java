package io.dbvitals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueriesCommandIT {
    private static final String QUERIES = """
            queries:
              good: {sql: SELECT 1 AS value, columns: {value: {use: gauge}}}
              bad: {sql: SELECT nothing AS value FROM nowhere, columns: {value: {use: gauge}}}
              standby: {role: replica, sql: SELECT 1 AS value, columns: {value: {use: gauge}}}
              vectors: {requires: {extensions: [vector]}, sql: SELECT 1 AS value, columns: {value: {use: gauge}}}
              old: {sql: {"<13": SELECT 1 AS value}, columns: {value: {use: gauge}}}
              each: {scope: database, sql: SELECT 1 AS value, columns: {value: {use: gauge}}}
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = TestServer.start(17);
        server.execute("CREATE DATABASE second");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void plan_saysWhyEachQueryIsInOrOut() throws Exception {
        assertThat(run("queries", "plan", "--config", config(server.port()))).isZero();
        assertThat(text(out).replaceAll(" +", " ")).isEqualTo("""
                target a (postgres)
                 in good postgres runs
                 in bad postgres runs
                 out standby postgres for replicas; the server is a primary
                 out vectors postgres CREATE EXTENSION vector is missing in postgres
                 out old postgres the server is %s; the query is for <13
                 in each postgres runs
                 in each second runs
                """.formatted(version()));
    }

    @Test
    void run_printsTheSamplesAndWhatFailed() throws Exception {
        String config = config(server.port());
        assertThat(run("queries", "run", "--config", config, "good", "each")).isZero();
        assertThat(text(out))
                .contains("# TYPE good_value gauge\ngood_value{server=\"127.0.0.1:" + server.port() + "\"} 1.0\n")
                .contains("each_value{datname=\"second\"");
        assertThat(run("queries", "run", "--config", config, "bad")).isEqualTo(2);
        assertThat(text(err)).contains("dbvitals: a, bad: bad on 127.0.0.1").contains("42P01");
        assertThat(run("queries", "run", "--config", config, "vectors")).isEqualTo(2);
        assertThat(text(err)).contains("a, vectors: skipped (extension)");
        assertThat(run("queries", "run", "--config", config, "nope")).isEqualTo(2);
        assertThat(text(err)).contains("there is no query nope; dbvitals queries plan lists them");
    }

    @Test
    void checkLive_namesThePlaceOfARefusedStatement() throws Exception {
        assertThat(run("queries", "check", "--live", "--config", config(server.port())))
                .isEqualTo(2);
        assertThat(text(out))
                .contains("6 queries read")
                .contains("queries.yaml:3:3: a/postgres: bad on 127.0.0.1:" + server.port())
                .contains("\"nowhere\" does not exist")
                .endsWith("1 statements refused\n");
    }

    @Test
    void serverThatIsDown_isSaidByEachCommand() throws Exception {
        String config = config(1);
        assertThat(run("queries", "plan", "--config", config)).isEqualTo(2);
        assertThat(text(out)).contains("unreachable: connecting to 127.0.0.1:1/postgres");
        assertThat(run("queries", "run", "--config", config, "good")).isEqualTo(2);
        assertThat(text(err)).contains("a: connecting to 127.0.0.1:1/postgres");
        assertThat(run("queries", "check", "--live", "--config", config)).isEqualTo(2);
        assertThat(text(out)).contains("a: connecting to 127.0.0.1:1/postgres");
        assertThat(text(out) + text(err)).doesNotContain(TestServer.PASSWORD);
    }

    private String config(int port) throws Exception {
        Files.writeString(folder.resolve("queries.yaml"), QUERIES);
        return Files.writeString(folder.resolve("dbvitals.yaml"), """
                targets:
                  - name: a
                    postgres: {url: "postgresql://127.0.0.1:%d/postgres", user: dbvitals, password: "%s"}
                    databases: {discover: true}
                queries: {builtin: false, include: [queries.yaml]}
                """.formatted(port, TestServer.PASSWORD))
                .toString();
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        PrintStream stdout = System.out;
        PrintStream stderr = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            return Commands.run(arguments);
        } finally {
            System.setOut(stdout);
            System.setErr(stderr);
        }
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    private static String version() throws Exception {
        int number = io.dbvitals.testing.Backends.count(server, "SHOW server_version_num");
        return number / 10_000 + "." + number % 10_000;
    }
}
