package io.dbvitals.cli.deadman;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Peer;
import io.dbvitals.testing.TestProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Alertmanager sends the Watchdog by the shipped route, is killed, and comes back. */
class DeadmanIT {
    private static final Map<String, String> NOTHING = Map.of();

    @TempDir
    private Path folder;

    private Path told;
    private Path page;

    @BeforeEach
    void somebodyToTell() throws Exception {
        Peer.need("prometheus-alertmanager");
        told = Files.createFile(folder.resolve("told"));
        page = Files.writeString(
                folder.resolve("page.sh"), "#!/bin/sh\necho \"$1 $DEADMAN_STATUS: $DEADMAN_TEXT\" >> " + told + "\n");
        assertThat(page.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void watchdogOfTheShippedRoute_isMissed_andComesBack() throws Exception {
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Path token = Files.writeString(secrets.resolve("deadman_token"), "s3cret\n");
        try (TestProcess deadman = deadman("--timeout", "10s", "--token-file", token.toString())) {
            Path config = route(secrets, deadman.port());
            try (Peer alertmanager = alertmanager(config)) {
                fire(alertmanager);
                await().until(() -> beats(deadman) >= 3);
                assertThat(deadman.get("/metrics")).contains("dbvitals_deadman_alarming 0.0\n");
                assertThat(told()).isEmpty();
            }
            await().until(() -> told().size() == 1);
            assertThat(told().get(0)).startsWith("oncall dead: no Watchdog for 10s, it was last seen at 20");
            assertThat(deadman.get("/")).startsWith("{\"status\":\"dead\"");
            try (Peer alertmanager = alertmanager(config)) {
                fire(alertmanager);
                await().until(() -> told().size() == 2);
            }
            assertThat(told().get(1)).isEqualTo("oncall alive: Watchdog is back: alerts arrive again");
            assertThat(deadman.err())
                    .contains("ERROR")
                    .contains("no Watchdog for 10s")
                    .doesNotContain("s3cret");
            deadman.signal("TERM");
            assertThat(deadman.exitCode(Duration.ofSeconds(20))).isZero();
        }
    }

    @Test
    void alertmanager_isAskedForIt() throws Exception {
        Path config = Files.writeString(
                folder.resolve("alertmanager.yml"), "route: {receiver: none}\nreceivers: [{name: none}]\n");
        String address;
        try (Peer alertmanager = alertmanager(config)) {
            address = "http://127.0.0.1:" + alertmanager.port();
            assertThat(once(address)).startsWith("2 CRITICAL: " + address + " has no Watchdog that fires");
            fire(alertmanager);
            assertThat(once(address)).startsWith("0 OK: Watchdog was sent ");
            try (TestProcess deadman = deadman("--timeout", "10s", "--alertmanager", address)) {
                await().until(() -> beats(deadman) >= 1);
                assertThat(deadman.get("/watchdog")).startsWith("there is /");
                alertmanager.close();
                await().until(() -> told().size() == 1);
                assertThat(told().get(0)).endsWith("(" + address + " does not answer: ConnectException)");
            }
        }
        assertThat(once(address)).startsWith("2 CRITICAL: " + address + " does not answer: ConnectException");
    }

    private TestProcess deadman(String... arguments) {
        List<String> all = new ArrayList<>(List.of("deadman", "--listen", "127.0.0.1:0", "--exec", page + " oncall"));
        all.addAll(List.of(arguments));
        return TestProcess.start(folder, NOTHING, all.toArray(String[]::new));
    }

    private String once(String address) throws InterruptedException {
        try (TestProcess check = TestProcess.start(folder, NOTHING, "deadman", "--once", "--alertmanager", address)) {
            return check.exitCode(Duration.ofSeconds(60)) + " " + check.out();
        }
    }

    /** The shipped routes, but for their patience. */
    private Path route(Path secrets, int port) throws Exception {
        Path config = folder.resolve("alertmanager.yml");
        ProcessBuilder compose = new ProcessBuilder(
                        Path.of("../scripts/alertmanager_config.sh").toString(),
                        "--env",
                        "/dev/null",
                        "--secrets",
                        secrets.toString(),
                        "--output",
                        config.toString())
                .redirectErrorStream(true);
        compose.environment().put("DEADMAN_URL", "http://127.0.0.1:" + port + "/watchdog");
        Process process = compose.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        String text = Files.readString(config);
        String patient = "      group_interval: 1m\n      repeat_interval: 50s\n";
        assertThat(text).containsOnlyOnce(patient);
        return Files.writeString(
                config, text.replace(patient, "      group_interval: 1s\n      repeat_interval: 1s\n"));
    }

    private Peer alertmanager(Path config) {
        return Peer.start(
                "prometheus-alertmanager",
                NOTHING,
                "--config.file=" + config,
                "--storage.path=" + folder.resolve("state"),
                "--cluster.listen-address=");
    }

    /** As Prometheus does it. */
    private static void fire(Peer alertmanager) throws Exception {
        String alert = "[{\"labels\":{\"alertname\":\"Watchdog\",\"severity\":\"none\"},\"endsAt\":\""
                + Instant.now().plusSeconds(600) + "\"}]";
        int status = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + alertmanager.port() + "/api/v2/alerts"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(alert))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        assertThat(status).isEqualTo(200);
    }

    private static double beats(TestProcess deadman) throws Exception {
        return deadman.get("/metrics")
                .lines()
                .filter(line -> line.startsWith("dbvitals_deadman_beats_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private List<String> told() throws Exception {
        return Files.readAllLines(told);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(90));
    }
}
