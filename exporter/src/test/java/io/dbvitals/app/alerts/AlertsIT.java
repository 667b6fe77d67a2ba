package io.dbvitals.app.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.AlertingException.Reason;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.alerts.Silence;
import io.dbvitals.alerts.alertmanager.Alertmanagers;
import io.dbvitals.alerts.alertmanager.ChannelTest;
import io.dbvitals.alerts.alertmanager.ChannelTest.Outcome;
import io.dbvitals.api.alerts.AlertDesk;
import io.dbvitals.api.alerts.FiringOne;
import io.dbvitals.api.alerts.PastOne;
import io.dbvitals.config.Config;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestFolder;
import io.dbvitals.testing.TestMonitoring;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Alerts of a real Prometheus, operated at a real Alertmanager. */
class AlertsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path FOLDER = TestFolder.create("alerts");
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final AtomicInteger RECEIVED = new AtomicInteger();

    private static TestMonitoring monitoring;
    private static HttpServer webhook;

    @BeforeAll
    static void start() throws IOException {
        webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext("/", exchange -> {
            RECEIVED.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        webhook.start();
        monitoring = TestMonitoring.start(FOLDER, rules("Stays", "Ends", "Noise"), """
                route:
                  receiver: nobody
                  group_wait: 100ms
                  group_interval: 1s
                  group_by: ["..."]
                  routes:
                    - {receiver: working, matchers: [way="working"]}
                    - {receiver: broken, matchers: [way="broken"]}
                    - {receiver: slow, matchers: [way="slow"], group_wait: 5m}
                receivers:
                  - name: nobody
                  - {name: working, webhook_configs: [{url: "http://127.0.0.1:%d/"}]}
                  - {name: broken, webhook_configs: [{url: "http://127.0.0.1:%d/"}]}
                  - {name: slow, webhook_configs: [{url: "http://127.0.0.1:%d/"}]}
                """.formatted(
                        webhook.getAddress().getPort(), closedPort(), closedPort()));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        monitoring.close();
        webhook.stop(0);
    }

    @Test
    void acknowledged_isSilencedAndExtendedWhileItFires_andEndsWhenItIsResolved() throws Exception {
        Path audit = FOLDER.resolve("ack.jsonl");
        AlertDesk desk = desk(audit);
        Files.writeString(FOLDER.resolve("token"), TOKEN);
        String yaml = """
                targets: [{name: host, host: {}}]
                guard: {audit_file: %s}
                api: {tokens: [{name: deploy, role: admin, file: token}]}
                alerting: {prometheus: "%s", alertmanagers: ["http://127.0.0.1:1", "%s"], acknowledge: 6s}
                """.formatted(audit, monitoring.prometheus(), monitoring.alertmanager());
        try (TestExporter exporter = TestExporter.start(FOLDER, yaml)) {
            FiringOne ends = awaitFiring(desk, "Ends");
            HttpResponse<String> answer = post(
                    exporter.uri("/api/v1/alerts/acknowledge"),
                    "{\"fingerprint\":\"" + ends.alert().fingerprint() + "\",\"comment\":\"on it\"}");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            Silence made = silence(JsonNode.parse(answer.body()).text("id"));
            assertThat(made.comment()).isEqualTo("ACK! on it");
            assertThat(made.createdBy()).contains("deploy").endsWith(" (dbvitals)");
            assertThat(made.matchers()).isEqualTo(Matchers.exactly(ends.alert().labels()));
            assertThat(monitoring.alertmanager("/api/v2/silences"))
                    .contains(made.id())
                    .contains("ACK! on it");
            assertThat(exporter.get("/api/v1/alerts?filter=alertname%3DEnds"))
                    .contains("\"total\":1")
                    .contains("\"acknowledged\":true")
                    .contains("\"state\":\"suppressed\"");

            // Two extensions: the id stays, the end moves.
            Awaitility.await()
                    .atMost(SOON)
                    .until(() ->
                            silence(made.id()).endsAt().isAfter(made.endsAt().plusSeconds(5)));
            assertThat(silence(made.id()).startsAt()).isEqualTo(made.startsAt());

            monitoring.rules(rules("Stays", "Noise"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> silence(made.id()).isExpired());
            assertThat(exporter.get("/api/v1/alerts/history?hours=1&alertname=Ends"))
                    .contains("\"firing\":false")
                    .contains("\"by\":\"" + made.createdBy() + "\"");
        }
        assertThat(AuditLog.verify(audit).isGood()).isTrue();
        assertThat(Files.readString(audit)).contains("\"action\":\"alert_ack\"", "deploy", "\"outcome\":\"done\"");
    }

    @Test
    void takenBack_ends_andWhatIsNotOnRecordIsNotDone() throws Exception {
        Path audit = FOLDER.resolve("undo.jsonl");
        AlertDesk desk = desk(audit);
        FiringOne stays = awaitFiring(desk, "Stays");
        AlertDesk.Choice byName = new AlertDesk.Choice("", Matchers.parse(List.of("alertname=Stays", "way=none")));
        Silence made = desk.acknowledge(byName, Optional.of(Duration.ofHours(1)), "", "bob");
        assertThat(made.comment()).isEqualTo("ACK! working on it");
        desk.unacknowledge(stays.alert().fingerprint(), "bob");
        assertThat(silence(made.id()).isExpired()).isTrue();
        assertThat(refused(() -> desk.unacknowledge(made.id(), "bob")).reason()).isEqualTo(Reason.UNKNOWN);
        assertThat(Files.readString(audit)).contains("\"action\":\"alert_unack\"");

        AlertDesk unwritable = desk(Files.createDirectories(FOLDER.resolve("folder")));
        int before = monitoring.alertmanager("/api/v2/silences").length();
        AlertingException e = refused(() -> unwritable.acknowledge(byName, Optional.empty(), "", "bob"));
        assertThat(e.reason()).isEqualTo(Reason.UNRECORDED);
        assertThat(e).hasMessageContaining("cannot write the audit log").hasMessageContaining("guard.audit_file");
        assertThat(monitoring.alertmanager("/api/v2/silences")).hasSize(before);

        assertThat(refused(() -> desk.acknowledge(
                        new AlertDesk.Choice("", Matchers.parse(List.of("way=none"))), Optional.empty(), "", "bob")))
                .hasMessageContaining("alerts are {way=\"none\"}; name one by its fingerprint: ");
        assertThat(refused(() -> desk.acknowledge(
                        new AlertDesk.Choice("0123456789abcdef", none()), Optional.empty(), "", "bob")))
                .hasMessage("no alert that fires is 0123456789abcdef");
        assertThat(refused(() -> desk.acknowledge(new AlertDesk.Choice("", none()), Optional.empty(), "", "bob")))
                .hasMessageStartingWith("say which alert");
    }

    @Test
    void suppressed_isNotTold_untilItIsEnded() throws Exception {
        Path audit = FOLDER.resolve("suppress.jsonl");
        AlertDesk desk = desk(audit);
        awaitFiring(desk, "Noise");
        Silence made = desk.suppress(
                Matchers.parse(List.of("alertname=~No.*e", "way!=other")), Duration.ofHours(2), "migration", "carol");
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(awaitFiring(desk, "Noise").silences())
                        .extracting(Silence::id)
                        .containsExactly(made.id()));
        assertThat(awaitFiring(desk, "Noise").acknowledged()).isFalse();
        assertThat(refused(() -> desk.unacknowledge(made.id(), "carol")).reason())
                .isEqualTo(Reason.UNKNOWN);
        desk.unsuppress(made.id(), "carol");
        assertThat(silence(made.id()).isExpired()).isTrue();
        assertThat(refused(() -> desk.unsuppress(made.id(), "carol"))).hasMessageContaining("no suppression");
        assertThat(refused(() ->
                        desk.suppress(Matchers.parse(List.of("alertname=~.*")), Duration.ofHours(2), "all", "carol")))
                .hasMessageContaining("match everything");
        assertThat(Files.readString(audit)).contains("alert_suppress", "alert_unsuppress");
    }

    @Test
    void channels_areToldApart() throws Exception {
        AlertDesk desk = desk(FOLDER.resolve("test.jsonl"));
        assertThat(test(desk, "working", Duration.ofSeconds(20)).outcome()).isEqualTo(Outcome.ATTEMPTED);
        assertThat(RECEIVED).hasPositiveValue();
        assertThat(test(desk, "broken", Duration.ofSeconds(20)).outcome()).isEqualTo(Outcome.FAILED);
        ChannelTest.Result elsewhere = desk.test(
                        Map.of("way", "slow"), Optional.of("working"), Duration.ofSeconds(1), "dave")
                .get(0);
        assertThat(elsewhere.outcome()).isEqualTo(Outcome.NOT_ROUTED);
        assertThat(elsewhere.detail()).startsWith("it is routed to slow");
        assertThat(refused(() -> desk.test(Map.of(), Optional.of("nowhere"), Duration.ofSeconds(1), "dave")))
                .hasMessage("there is no receiver \"nowhere\"; there are nobody, working, broken, slow");
        Awaitility.await()
                .atMost(SOON)
                .until(() -> !monitoring.alertmanager("/api/v2/alerts").contains("ChannelTest"));
    }

    @Test
    void history_outlastsRestarts() throws Exception {
        AlertDesk desk = desk(FOLDER.resolve("history.jsonl"));
        awaitFiring(desk, "Stays");
        Awaitility.await().atMost(SOON).until(() -> !past(desk).isEmpty());
        PastOne before = past(desk).get(0);
        assertThat(before.episode().firing()).isTrue();
        monitoring.restartPrometheus();
        AlertDesk another = desk(FOLDER.resolve("history.jsonl"));
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(past(another)).anySatisfy(each -> {
                    assertThat(each.episode().end())
                            .isAfter(before.episode().end().plusSeconds(2));
                    assertThat(each.episode().firing()).isTrue();
                }));
        List<PastOne> all = past(another);
        assertThat(all.get(all.size() - 1).episode().start())
                .isEqualTo(before.episode().start());
    }

    private static HttpResponse<String> post(URI address, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static List<PastOne> past(AlertDesk desk) throws AlertingException, InterruptedException {
        return desk.history(Instant.now().minus(Duration.ofMinutes(30)), Instant.now(), Optional.of("Stays"));
    }

    private static ChannelTest.Result test(AlertDesk desk, String way, Duration patience) throws Exception {
        List<ChannelTest.Result> results = desk.test(Map.of("way", way), Optional.of(way), patience, "dave");
        assertThat(results).hasSize(1);
        assertThat(results.get(0).receiver()).isEqualTo(way);
        return results.get(0);
    }

    private static FiringOne awaitFiring(AlertDesk desk, String name) throws AlertingException {
        Matchers filter = Matchers.parse(List.of("alertname=" + name));
        return Awaitility.await()
                .atMost(SOON)
                .until(() -> desk.firing(filter), found -> !found.isEmpty())
                .get(0);
    }

    private static Silence silence(String id) throws AlertingException, InterruptedException {
        return Alertmanagers.of(alerting(), Clock.systemUTC()).silence(id);
    }

    private static AlertDesk desk(Path audit) {
        return new Desk(alerting(), audit, Clock.systemUTC());
    }

    private static Config.Alerting alerting() {
        return Config.Alerting.NONE.at(
                Optional.of(monitoring.prometheus()),
                List.of(URI.create("http://127.0.0.1:1"), monitoring.alertmanager()));
    }

    private static AlertingException refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        AlertingException e = catchThrowableOfType(AlertingException.class, work);
        assertThat(e).isNotNull();
        return e;
    }

    private static Matchers none() {
        return new Matchers(List.of());
    }

    private static String rules(String... names) {
        StringBuilder rules = new StringBuilder("groups:\n- name: all\n  interval: 1s\n  rules:\n");
        for (String name : names) {
            rules.append("  - {alert: ")
                    .append(name)
                    .append(", expr: vector(1), labels: {way: none, severity: warning}}\n");
        }
        return rules.toString();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
