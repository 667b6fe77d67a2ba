package io.dbvitals.cli.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.json.JsonNode;
import io.dbvitals.testing.TestFolder;
import io.dbvitals.testing.TestMonitoring;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The commands with a real Prometheus and a real Alertmanager, without any service of ours. */
class AlertsCommandIT {
    private static final Path FOLDER = TestFolder.create("alerts-cli");
    private static TestMonitoring monitoring;

    @BeforeAll
    static void start() {
        monitoring = TestMonitoring.start(
                FOLDER, """
                groups:
                - name: all
                  interval: 1s
                  rules:
                  - alert: PgBlocked
                    expr: vector(1)
                    labels: {severity: critical, server: "db1:5432"}
                    annotations: {summary: "5 sessions \\u001b[31mwait", runbook_url: "https://runbooks.example/PgBlocked"}
                """, "{route: {receiver: nobody, group_wait: 100ms}, receivers: [{name: nobody}]}");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        monitoring.close();
    }

    private record Said(int code, String out, String err) {}

    @Test
    void alert_isListedAcknowledgedTakenBackAndSuppressed() {
        Said listed = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> run("list", "severity=critical"), each -> each.code() == 2);
        assertThat(listed.out())
                .contains("CRITICAL PgBlocked: active, for ")
                .contains("  5 sessions ?[31mwait")
                .contains("  {monitor=\"main\",server=\"db1:5432\"}")
                .contains("  runbook: https://runbooks.example/PgBlocked")
                .endsWith("1 alerts\n");

        Said made = run("ack", "alertname=PgBlocked", "--comment", "looking", "--format", "json");
        assertThat(made.code()).as(made.err()).isZero();
        String id = JsonNode.parse(made.out()).text("id");
        assertThat(JsonNode.parse(made.out()).text("comment")).isEqualTo("ACK! looking");
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Said silenced = run("list");
            assertThat(silenced.code()).isZero();
            assertThat(silenced.out())
                    .contains("CRITICAL PgBlocked: acknowledged, for ")
                    .contains(" (dbvitals) until ")
                    .contains(": ACK! looking  [" + id + "]");
        });
        assertThat(run("history", "--hours", "1").out())
                .contains("CRITICAL PgBlocked\n")
                .contains("fires since ")
                .contains("  acknowledged by ");
        assertThat(run("ack", "--undo", id).out()).isEqualTo("taken back: " + id + "\n");

        Said suppressed = run("suppress", "server=db1:5432", "--for", "1h", "--comment", "migration");
        assertThat(suppressed.out()).startsWith("silence ").endsWith(": {server=\"db1:5432\"}\n");
        assertThat(run("suppress", "--undo", suppressed.out().split(" ", -1)[1]).code())
                .isZero();
        Said unknown = run("ack", "ffffffffffffffff");
        assertThat(unknown.code()).isEqualTo(3);
        assertThat(unknown.err()).isEqualTo("dbvitals: no alert that fires is ffffffffffffffff\n");
    }

    @Test
    void receiverOfNothing_isRoutedOnly() {
        Said tested = run("test", "--label", "team=db", "--wait", "1s");
        assertThat(tested.code()).as(tested.err()).isEqualTo(1);
        assertThat(tested.out()).startsWith("nobody: routed: nothing was sent in that time");
    }

    private static Said run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new AlertsCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--alertmanager", monitoring.alertmanager().toString(),
                "--prometheus", monitoring.prometheus().toString(),
                "--audit-file", FOLDER.resolve("audit.jsonl").toString()));
        return new Said(line.execute(all.toArray(String[]::new)), out.toString(), err.toString());
    }
}
