package io.dbvitals.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.TestProcess;
import io.dbvitals.testing.TestRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusIT {
    @TempDir
    private Path folder;

    @Test
    void watch_seesAServerDie_andEndsAtCtrlC() throws Exception {
        try (TestRedis redis = TestRedis.start()) {
            Path config = Files.writeString(folder.resolve("dbvitals.yaml"), """
                    listen: 127.0.0.1:1
                    targets: [{name: cache, redis: {url: "redis://127.0.0.1:%d"}}]
                    """.formatted(redis.port()));
            try (TestProcess once = TestProcess.start(folder, Map.of(), "status", "--config", config.toString())) {
                assertThat(once.exitCode(Duration.ofSeconds(60))).as(once.err()).isZero();
                assertThat(once.out())
                        .contains("1 target: 0 unhealthy, 0 degraded, 1 healthy  read from here (the service at "
                                + "http://127.0.0.1:1 does not answer: nothing listens there; ")
                        .containsPattern("(?m)^healthy    cache   redis    100$")
                        .contains("alerts are not known: no Alertmanager is configured: see alerting.alertmanagers");
            }
            try (TestProcess watch = TestProcess.start(
                    folder, Map.of(), "status", "--watch", "--interval", "200ms", "--config", config.toString())) {
                await(watch, "cache healthy 100\n");
                redis.close();
                await(watch, "cache unhealthy 0 ");
                watch.signal("INT");
                assertThat(watch.exitCode(Duration.ofSeconds(20))).isEqualTo(2);
                assertThat(watch.out()).doesNotContain("\u001b").endsWith("\n");
            }
        }
    }

    @Test
    void service_isAsked_andALostOneIsSaid() throws Exception {
        try (TestRedis redis = TestRedis.start();
                TestProcess serving = TestProcess.start(
                        folder, Map.of(), "--listen", "127.0.0.1:0", "--url", "redis://127.0.0.1:" + redis.port())) {
            String address = "http://127.0.0.1:" + serving.port();
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                try (TestProcess status = status(address)) {
                    assertThat(status.exitCode(Duration.ofSeconds(60)))
                            .as(status.out() + status.err())
                            .isZero();
                    assertThat(status.out())
                            .contains("1 healthy  the service at " + address)
                            .containsPattern("(?m)^healthy    redis   redis    100$");
                }
            });
            try (TestProcess metrics =
                    start("metrics", "--service", address, "--database", "redis", "--hours", "2", "--json")) {
                assertThat(metrics.exitCode(Duration.ofSeconds(60)))
                        .as(metrics.err())
                        .isZero();
                assertThat(metrics.out())
                        .contains(
                                "\"target\":\"redis\",\"kind\":\"redis\",\"status\":\"healthy\",\"up\":true,\"score\":100")
                        .contains("\"history\":{\"source\":\"memory\",\"trouble\":\"memory holds one hour;")
                        .contains("{\"name\":\"score\",\"values\":[");
            }
            try (TestProcess metrics = start("metrics", "--service", address, "--database", "none")) {
                assertThat(metrics.exitCode(Duration.ofSeconds(60))).isEqualTo(3);
                assertThat(metrics.err())
                        .startsWith("dbvitals: the service at " + address
                                + " finds nothing: there is no such target; there are: redis");
            }
            serving.signal("TERM");
            serving.exitCode(Duration.ofSeconds(20));
            try (TestProcess status = status(address)) {
                assertThat(status.exitCode(Duration.ofSeconds(60))).isEqualTo(3);
                assertThat(status.err())
                        .startsWith("dbvitals: the service at " + address + " does not answer: nothing listens there");
            }
        }
    }

    private TestProcess status(String address) {
        return start("status", "--service", address);
    }

    private TestProcess start(String... arguments) {
        return TestProcess.start(folder, Map.of(), arguments);
    }

    private static void await(TestProcess process, String text) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> process.out().contains(text));
    }
}
