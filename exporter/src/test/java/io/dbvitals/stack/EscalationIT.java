package io.dbvitals.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.alerts.Alert;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.alerts.Suppression;
import io.dbvitals.alerts.alertmanager.Alertmanagers;
import io.dbvitals.config.Config.Alerting;
import io.dbvitals.testing.Peer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped example of an escalation, in a real Prometheus and by the shipped routes: an acknowledgement ends it. */
class EscalationIT {
    private static final Path ROOT = Path.of("..");

    @TempDir
    private Path folder;

    @Test
    void alertThatNobodyAcknowledges_escalates_andAnAcknowledgementCoversBoth() throws Exception {
        Peer.need("prometheus");
        Peer.need("prometheus-alertmanager");
        try (Peer alertmanager = Peer.start(
                "prometheus-alertmanager",
                Map.of(),
                "--config.file=" + routes(),
                "--storage.path=" + folder.resolve("state"),
                "--cluster.listen-address=")) {
            Process prometheus = prometheus(alertmanager.port());
            try {
                Alertmanagers alerts = Alertmanagers.of(
                        Alerting.NONE.at(
                                Optional.empty(), List.of(URI.create("http://127.0.0.1:" + alertmanager.port()))),
                        Clock.systemUTC());
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> fire(alerts).size() == 2);
                Alert first = fire(alerts).get("");
                Alert escalated = fire(alerts).get("1");
                assertThat(first.receivers()).contains("email").doesNotContain("escalation");
                assertThat(escalated.receivers()).containsExactly("escalation");
                Map<String, String> wanted = new HashMap<>(first.labels());
                wanted.put("escalation", "1");
                assertThat(escalated.labels()).isEqualTo(wanted);

                String id = alerts.silence(Suppression.acknowledging(first, Duration.ofMinutes(15), "on it", "ann"));
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(fire(alerts).values())
                                .hasSize(2)
                                .allSatisfy(
                                        alert -> assertThat(alert.silencedBy()).containsExactly(id)));
            } finally {
                prometheus.destroy();
                prometheus.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    /** By their escalation. */
    private static Map<String, Alert> fire(Alertmanagers alerts) throws Exception {
        return alerts.alerts(new Matchers(List.of())).stream()
                .filter(alert -> alert.name().equals("PostgreSQLDown"))
                .collect(Collectors.toMap(alert -> alert.label("escalation"), alert -> alert));
    }

    private Path routes() throws IOException, InterruptedException {
        Path file = folder.resolve("alertmanager.yml");
        assertThat(Programs.complaints(
                        "",
                        ROOT.resolve("scripts/alertmanager_config.sh").toString(),
                        "--env",
                        "/dev/null",
                        "--secrets",
                        folder.resolve("secrets").toString(),
                        "--output",
                        file.toString()))
                .isEmpty();
        return file;
    }

    private Process prometheus(int alertmanager) throws IOException {
        String example = Files.readString(ROOT.resolve("config/prometheus/examples/escalation.yml"));
        assertThat(example).containsOnlyOnce("> 1800");
        Files.writeString(folder.resolve("escalation.yml"), example.replace("> 1800", "> 1"));
        Files.writeString(folder.resolve("down.yml"), """
                groups:
                  - name: down
                    rules:
                      - alert: PostgreSQLDown
                        expr: vector(1)
                        labels: {severity: critical, group: database, symptom: availability, server: "db1:5432"}
                """);
        String shipped = Files.readString(ROOT.resolve("config/prometheus/prometheus.yml"));
        String renaming =
                shipped.substring(shipped.indexOf("  alert_relabel_configs:"), shipped.indexOf("  alertmanagers:"));
        Path config = Files.writeString(
                folder.resolve("prometheus.yml"),
                "global: {evaluation_interval: 1s, external_labels: {monitor: main}}\nrule_files: [down.yml, escalation.yml]\nalerting:\n"
                        + renaming + "  alertmanagers: [{static_configs: [{targets: ['127.0.0.1:" + alertmanager
                        + "']}]}]\n");
        return new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--rules.alert.resend-delay=1s",
                        "--web.listen-address=127.0.0.1:0")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }
}
