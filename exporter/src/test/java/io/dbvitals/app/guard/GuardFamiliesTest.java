package io.dbvitals.app.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.app.OpenMetricsPage;
import io.dbvitals.app.guard.emergency.Cleared;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.GuardConfig.Fence;
import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.emergency.EmergencyReport;
import io.dbvitals.guard.session.Seen;
import io.dbvitals.guard.session.Session;
import io.dbvitals.testing.Written;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardFamiliesTest {
    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final GuardFamilies families = new GuardFamilies(clock::get);

    @BeforeEach
    void configure() throws Exception {
        families.configured(config("enabled: false"));
    }

    @Test
    void guardThatIsOff_saysSo() throws IOException {
        assertThat(samples())
                .containsExactly(
                        "dbvitals_guard_acts 0.0",
                        "dbvitals_guard_audit_failures_total 0.0",
                        "dbvitals_guard_enabled 0.0",
                        "dbvitals_guard_fence_shut 0.0",
                        "dbvitals_guard_interval_seconds 300.0");
    }

    @Test
    void dryRun_isOnAndDoesNotAct() throws Exception {
        families.configured(config("enabled: true, interval: 90s"));
        assertThat(samples())
                .contains(
                        "dbvitals_guard_enabled 1.0",
                        "dbvitals_guard_acts 0.0",
                        "dbvitals_guard_interval_seconds 90.0");
        families.configured(config("enabled: true, dry_run: false"));
        assertThat(samples()).contains("dbvitals_guard_enabled 1.0", "dbvitals_guard_acts 1.0");
    }

    @Test
    void actions_areCounted_andTimed() throws IOException {
        families.count(GuardRound.of("primary", AuditOutcome.DONE, AuditOutcome.DONE, AuditOutcome.CAPPED));
        clock.addAndGet(300_000);
        families.count(GuardRound.of("primary", AuditOutcome.DONE));

        String labels = "rule=\"idle_in_transaction\",target=\"primary\"}";
        assertThat(samples())
                .contains(
                        "dbvitals_guard_actions_total{action=\"terminate\",outcome=\"done\"," + labels + " 3.0",
                        "dbvitals_guard_actions_total{action=\"terminate\",outcome=\"capped\"," + labels + " 1.0",
                        "dbvitals_guard_last_action_timestamp_seconds{action=\"terminate\",outcome=\"done\"," + labels
                                + " 1300.0",
                        "dbvitals_guard_last_action_timestamp_seconds{action=\"terminate\",outcome=\"capped\"," + labels
                                + " 1000.0",
                        "dbvitals_guard_value{" + labels + " 1.0",
                        "dbvitals_guard_value{rule=\"connections\",target=\"primary\"} 1.0",
                        "dbvitals_guard_last_round_timestamp_seconds{target=\"primary\"} 1300.0",
                        "dbvitals_guard_round_success{target=\"primary\"} 1.0");
    }

    @Test
    void emergency_isARule() throws IOException {
        Session gone = new Seen()
                .session(1, Session.State.IDLE, Duration.ofHours(1))
                .snapshot()
                .clients()
                .get(0);
        EmergencyReport report = new EmergencyReport(
                "primary",
                List.of(gone, gone),
                List.of(),
                List.of(),
                List.of(gone),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Duration.ofSeconds(1));
        families.count(new Cleared("primary", Fence.CONNECTION_LIMIT, Optional.of(report), "", true, true));

        String labels = "rule=\"emergency\",target=\"primary\"}";
        assertThat(samples())
                .contains(
                        "dbvitals_guard_actions_total{action=\"terminate\",outcome=\"done\"," + labels + " 2.0",
                        "dbvitals_guard_actions_total{action=\"terminate\",outcome=\"denied\"," + labels + " 1.0",
                        "dbvitals_guard_last_action_timestamp_seconds{action=\"terminate\",outcome=\"done\"," + labels
                                + " 1000.0");
    }

    @Test
    void emergencyWithoutItsRecord_isCounted() throws IOException {
        families.count(new Cleared("primary", Fence.NONE, Optional.empty(), "no room", true, false));
        assertThat(samples()).contains("dbvitals_guard_audit_failures_total 1.0");
    }

    @Test
    void actionThatFailed_makesTheRoundFail() throws IOException {
        families.count(GuardRound.of("primary", AuditOutcome.DENIED));
        assertThat(samples()).contains("dbvitals_guard_round_success{target=\"primary\"} 0.0");
    }

    @Test
    void serverThatDoesNotAnswer_hasNoValues_andItsRoundIsKnown() throws IOException {
        families.count(GuardRound.of("primary"));
        families.count(GuardRound.of("standby"));
        clock.addAndGet(300_000);
        families.count(new Answer("primary", "postgres", Optional.empty(), "refused"));

        assertThat(samples())
                .contains(
                        "dbvitals_guard_round_success{target=\"primary\"} 0.0",
                        "dbvitals_guard_last_round_timestamp_seconds{target=\"primary\"} 1300.0",
                        "dbvitals_guard_value{rule=\"locks\",target=\"standby\"} 0.0")
                .noneMatch(sample -> sample.startsWith("dbvitals_guard_value{") && sample.contains("primary"));
    }

    @Test
    void roundThatBrokeOff_isAFailure() throws IOException {
        families.count(GuardRound.of("primary"));
        families.auditFailed("primary");
        families.failed("standby");

        assertThat(samples())
                .contains(
                        "dbvitals_guard_audit_failures_total 1.0",
                        "dbvitals_guard_round_success{target=\"primary\"} 0.0",
                        "dbvitals_guard_round_success{target=\"standby\"} 0.0",
                        "dbvitals_guard_last_round_timestamp_seconds{target=\"standby\"} 1000.0");
    }

    @Test
    void otherTargets_areForgotten_countersAreNot() throws IOException {
        families.count(GuardRound.of("primary", AuditOutcome.DONE));
        families.clear();

        assertThat(samples())
                .anyMatch(sample -> sample.startsWith("dbvitals_guard_actions_total{"))
                .anyMatch(sample -> sample.startsWith("dbvitals_guard_last_action_timestamp_seconds{"))
                .noneMatch(sample -> sample.startsWith("dbvitals_guard_value")
                        || sample.startsWith("dbvitals_guard_last_round")
                        || sample.startsWith("dbvitals_guard_round"));
    }

    @Test
    void doorsThatAreShut_areCounted_alsoWhileItIsOff() throws IOException {
        Files.writeString(folder.resolve("guard-fence.json"), """
                {"target":"primary","door":"app","former":"-1","shut":"0"}
                {"target":"primary","door":"shop","former":"50","shut":"0"}
                """);
        assertThat(samples()).contains("dbvitals_guard_fence_shut 2.0");
    }

    @Test
    void fenceThatCannotBeRead_countsAsShut() throws IOException {
        Files.writeString(folder.resolve("guard-fence.json"), "what is this\n");
        assertThat(samples()).contains("dbvitals_guard_fence_shut 1.0");
    }

    private GuardConfig config(String guard) throws Exception {
        return Written.config(folder, """
                        targets: [{name: host, host: {}}]
                        guard: {%s, audit_file: guard-audit.jsonl}
                        """.formatted(guard)).load().guard();
    }

    /** As a strict reader of OpenMetrics takes them, without descriptions. */
    private List<String> samples() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OpenMetricsTextFormatWriter.create()
                .write(out, MetricSnapshots.of(families.snapshot().toArray(MetricSnapshot[]::new)));
        String page = out.toString(StandardCharsets.UTF_8);
        OpenMetricsPage.assertStrict(page);
        return page.lines().filter(line -> !line.startsWith("#")).toList();
    }
}
