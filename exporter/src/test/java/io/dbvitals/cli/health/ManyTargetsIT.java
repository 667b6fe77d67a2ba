package io.dbvitals.cli.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.app.health.Checkups;
import io.dbvitals.app.health.Checkups.Patience;
import io.dbvitals.app.health.TargetHealth;
import io.dbvitals.cli.Commands;
import io.dbvitals.config.Config;
import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.testing.TcpProxy;
import io.dbvitals.testing.TestServer;
import io.dbvitals.testing.Written;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fifty databases, five of them dead: the dead ones keep none of the others waiting. */
class ManyTargetsIT {
    private static final int ALIVE = 45;

    private static TestServer server;
    private static TcpProxy blackHole;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(17, Map.of("max_connections", "200"));
        for (int i = 0; i < ALIVE; i++) {
            server.execute("CREATE DATABASE shop" + i + " STRATEGY file_copy");
        }
        blackHole = TcpProxy.before(server);
        blackHole.fault(TcpProxy.Fault.SWALLOW);
    }

    @AfterAll
    static void stop() throws Exception {
        blackHole.close();
        server.close();
    }

    @Test
    void deadOnes_areTold_andKeepNoOtherWaiting() throws Exception {
        Config config = Written.config(folder, config()).load();
        long begin = System.nanoTime();
        List<TargetHealth> all = Checkups.of(config, List.of(), new Patience(Duration.ofSeconds(10), 2));
        System.out.println("first, with the program cold: " + since(begin));

        assertThat(all).hasSize(50);
        assertThat(all.subList(0, ALIVE))
                .allSatisfy(health -> assertThat(health.status())
                        .as(health.target() + " " + health.error() + health.findings())
                        .isEqualTo(Status.HEALTHY));
        assertThat(all.subList(ALIVE, 50)).allSatisfy(health -> {
            assertThat(health.status()).isEqualTo(Status.UNHEALTHY);
            assertThat(health.score().points()).isZero();
        });
        assertThat(error(all, "closed")).contains("refused");
        assertThat(error(all, "password")).contains("28P01");
        assertThat(error(all, "hole")).contains("no answer within 10000 ms");
        assertThat(error(all, "missing")).contains("3D000");
        assertThat(health(all, "closed").attempts()).as("it may come back").isEqualTo(3);
        assertThat(health(all, "password").attempts())
                .as("it would lock the account")
                .isEqualTo(1);
        assertThat(all.stream().filter(health -> health.sessions().isPresent()))
                .as("of one server the sessions are told once")
                .hasSize(1);

        begin = System.nanoTime();
        List<TargetHealth> again = Checkups.of(config, List.of(), new Patience(Duration.ofSeconds(2), 2));
        System.out.println("50 targets, 5 dead, at most 2 s each: " + since(begin) + ", healthy: "
                + again.stream()
                        .filter(health -> health.status() == Status.HEALTHY)
                        .count());
        assertThat(error(again, "hole")).contains("no answer within 2000 ms");
    }

    @Test
    void text_beginsWithTheWorst() throws Exception {
        Path file = Files.writeString(folder.resolve("dbvitals.yaml"), config());
        String out = run("health-check", "--config", file.toString(), "--target", "shop1", "--target", "password");
        assertThat(out)
                .startsWith(
                        "2\n2 targets: 1 unhealthy, 0 degraded, 1 healthy\npassword: unhealthy, 0 points\n  critical  ")
                .contains("\n  to do     see why: dbvitals diagnose --target password\nshop1: healthy, ")
                .doesNotContain("wrong-one");
        assertThat(run(
                        "health-check",
                        "--config",
                        file.toString(),
                        "--format",
                        "json",
                        "--target",
                        "shop1",
                        "--target",
                        "password"))
                .startsWith("2\n{\"status\":\"unhealthy\",\"timestamp\":\"20")
                .contains(
                        "\"summary\":{\"targets\":2,\"healthy\":1,\"degraded\":0,\"unhealthy\":1,\"lowest_score\":0.0}",
                        "\"recommendations\":[{\"target\":\"password\",\"text\":\"see why: dbvitals diagnose --target password\"}]",
                        "\"rule\":\"reachable\",\"severity\":\"critical\",\"message\":\"",
                        "\"connected\":false,\"attempts\":1,",
                        "\"band_drop\":{\"points\":100.0,\"cause\":\"reachable\"},\"known_weight_ratio\":0.0,\"components\":[]}",
                        "{\"name\":\"connections\",\"weight\":15,\"known\":true,\"applicable\":true,\"value\":")
                .doesNotContain("NaN", "wrong-one");
        assertThat(run("health-check", "--config", file.toString(), "--retries", "-1"))
                .isEqualTo("3\ndbvitals: --retries must be 0 or more, not -1\n");
        assertThat(run("health-check", "--config", file.toString(), "--timeout", "soon"))
                .isEqualTo("3\ndbvitals: --timeout must be a duration such as 500ms, 2s or 1m, not \"soon\"\n");
    }

    private static String since(long begin) {
        return (System.nanoTime() - begin) / 1_000_000 + " ms";
    }

    private static TargetHealth health(List<TargetHealth> all, String name) {
        return all.stream()
                .filter(health -> health.target().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String error(List<TargetHealth> all, String name) {
        return health(all, name).error();
    }

    private static String config() throws Exception {
        StringBuilder yaml = new StringBuilder("targets:\n");
        for (int i = 0; i < ALIVE; i++) {
            yaml.append(server.target("shop" + i, "shop" + i, ""));
        }
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        yaml.append(dead("closed", closed, "postgres", TestServer.PASSWORD));
        yaml.append(dead("hole", blackHole.port(), "postgres", TestServer.PASSWORD));
        yaml.append(dead("hole2", blackHole.port(), "postgres", TestServer.PASSWORD));
        yaml.append(dead("password", server.port(), "postgres", "wrong-one"));
        yaml.append(dead("missing", server.port(), "nowhere", TestServer.PASSWORD));
        server.authenticate("host all all all scram-sha-256");
        return yaml + "guard: {rules: {connections: off}}\n";
    }

    private static String dead(String name, int port, String database, String password) {
        return "  - {name: " + name + ", postgres: {url: \"postgresql://127.0.0.1:" + port + "/" + database
                + "\", user: dbvitals, password: \"" + password + "\", connect_timeout: 60s}}\n";
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        PrintStream stderr = System.err;
        PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            int code = Commands.run(arguments);
            return code + "\n" + out.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(stdout);
            System.setErr(stderr);
        }
    }
}
