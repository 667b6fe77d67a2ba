package io.dbvitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.TestProcess;
import io.dbvitals.testing.TestServer;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = TestServer.start(17);
        server.authenticate("host all dbvitals 127.0.0.1/32 scram-sha-256");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void dataSourceName_isEnough_andSigtermEndsWithZeroWithinFiveSeconds() throws Exception {
        String url = "postgresql://dbvitals:" + TestServer.PASSWORD + "@127.0.0.1:" + server.port() + "/postgres";
        try (TestProcess process =
                TestProcess.start(folder, Map.of("DATA_SOURCE_NAME", url), "--listen", "127.0.0.1:0")) {
            assertThat(process.get("/metrics")).contains("pg_up{server=\"127.0.0.1:" + server.port() + "\"} 1.0");
            process.signal("TERM");
            assertThat(process.exitCode(Duration.ofSeconds(5))).isZero();
            assertThat(process.err()).contains("stopping").doesNotContain("Exception");
        }
    }

    @Test
    void sighup_readsTheConfigurationAnew() throws Exception {
        Path file = folder.resolve("dbvitals.yaml");
        Files.writeString(file, yaml("first", TestServer.PASSWORD));
        try (TestProcess process = TestProcess.start(folder, Map.of())) {
            assertThat(process.get("/metrics")).contains("dbvitals_target_up{kind=\"postgres\",target=\"first\"} 1.0");
            Files.writeString(file, yaml("second", TestServer.PASSWORD));
            process.signal("HUP");
            await().atMost(SOON)
                    .until(() -> process.get("/metrics")
                            .contains("dbvitals_target_up{kind=\"postgres\",target=\"second\"} 1.0"));
        }
    }

    @Test
    void brokenFile_endsWithThreeAndThePlace() throws Exception {
        Files.writeString(folder.resolve("dbvitals.yaml"), "listen: 127.0.0.1:0\ntargts: []\n");
        try (TestProcess process = TestProcess.start(folder, Map.of())) {
            assertThat(process.exitCode(SOON)).isEqualTo(3);
            assertThat(process.err())
                    .contains("dbvitals.yaml:2:1: unknown key \"targts\" (did you mean \"targets\"?)")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void portInUse_endsWithThreeAndTheRemedy() throws Exception {
        Files.writeString(folder.resolve("dbvitals.yaml"), yaml("a", "x"));
        try (ServerSocket taken = new ServerSocket(0);
                TestProcess process =
                        TestProcess.start(folder, Map.of(), "--listen", "127.0.0.1:" + taken.getLocalPort())) {
            assertThat(process.exitCode(SOON)).isEqualTo(3);
            assertThat(process.err())
                    .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void secrets_areNowhere() throws Exception {
        String wrong = "wrong-s3cret";
        Files.writeString(
                folder.resolve("dbvitals.yaml"),
                yaml("right", TestServer.PASSWORD)
                        + "  - {name: wrong, postgres: {url: \"postgresql://dbvitals:" + wrong + "@127.0.0.1:"
                        + server.port() + "/postgres\"}}\n"
                        + "  - {name: away, postgres: {url: \"postgresql://u:" + wrong + "@127.0.0.1:1/x\"}}\n");
        try (TestProcess process = TestProcess.start(folder, Map.of());
                TestProcess show = TestProcess.start(folder, Map.of(), "config", "show");
                TestProcess plan = TestProcess.start(folder, Map.of(), "queries", "plan")) {
            StringBuilder seen = new StringBuilder();
            for (String path : new String[] {"/metrics", "/health", "/", "/sd/targets", "/nowhere"}) {
                seen.append(process.get(path));
            }
            assertThat(seen).contains("password authentication failed", "reason=\"denied\"", "reason=\"unreachable\"");
            assertThat(show.exitCode(SOON)).isZero();
            assertThat(plan.exitCode(SOON)).isEqualTo(2);
            seen.append(process.out()).append(process.err()).append(show.out()).append(show.err());
            seen.append(plan.out()).append(plan.err());
            assertThat(seen).doesNotContain(TestServer.PASSWORD, wrong);
        }
    }

    private static String yaml(String target, String password) {
        return """
                listen: 127.0.0.1:0
                targets:
                  - {name: %s, postgres: {url: "postgresql://127.0.0.1:%d/postgres", user: dbvitals, password: "%s"}}
                """.formatted(target, server.port(), password);
    }
}
