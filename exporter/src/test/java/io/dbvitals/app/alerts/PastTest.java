package io.dbvitals.app.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.AlertingException.Reason;
import io.dbvitals.alerts.Episode;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.alerts.Silence;
import io.dbvitals.api.alerts.PastOne;
import io.dbvitals.guard.audit.AuditField;
import io.dbvitals.guard.audit.AuditLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who silenced what, by Alertmanager and by our own log. */
class PastTest {
    private static final Instant NOON = Instant.parse("2024-01-15T12:00:00Z");
    private static final Episode EPISODE =
            new Episode(Map.of("alertname", "A", "job", "etl"), NOON.minusSeconds(600), NOON.plusSeconds(600), false);

    @TempDir
    Path folder;

    @Test
    void silence_isToldOnce_andOnlyWhereItWasForTheAlertAtThatTime() throws Exception {
        Path file = folder.resolve("audit.jsonl");
        Matchers mine = Matchers.parse(List.of("alertname=A"));
        Matchers other = Matchers.parse(List.of("alertname=B"));
        made(file, NOON, OnRecord.ACKNOWLEDGED, "alice", mine, "known");
        made(file, NOON, OnRecord.ACKNOWLEDGED, "bob", mine, "forgotten");
        made(file, NOON, OnRecord.ACKNOWLEDGED, "carol", other, "other");
        made(file, NOON.minusSeconds(4000), OnRecord.SUPPRESSED, "dave", mine, "over");
        made(file, NOON.minusSeconds(700), OnRecord.SUPPRESSED, "erin", mine, "ended");
        made(file, NOON.minusSeconds(650), OnRecord.UNSUPPRESSED, "erin", mine, "ended");
        made(file, NOON.minusSeconds(700), OnRecord.SUPPRESSED, "frank", mine, "suppressed");
        failed(file);
        Files.writeString(file, "{\"phase\":\"outcome\",\"action\":\"alert_ack\",broken\n", StandardOpenOption.APPEND);
        Silence known = new Silence("known", mine, NOON, NOON.plusSeconds(9), "alice (dbvitals)", "ACK! a", "expired");

        PastOne past = new Past(List.of(known), Remembered.in(file)).of(EPISODE);
        assertThat(past.silenced())
                .extracting(PastOne.Silenced::by)
                .containsExactly("frank", "alice (dbvitals)", "bob");
        assertThat(past.silenced()).extracting(PastOne.Silenced::acknowledged).containsExactly(false, true, true);
        assertThat(Remembered.in(folder.resolve("none"))).isEmpty();
    }

    @Test
    void labelsThatPrometheusAddsWhenItSends_areNoneOfTheEpisode() throws Exception {
        Matchers sent = Matchers.parse(List.of("alertname=A", "job=etl", "cluster=c1"));
        Matchers less = Matchers.parse(List.of("alertname=A", "cluster=c1"));
        Silence acknowledged = new Silence("1", sent, NOON, NOON.plusSeconds(9), "alice", "ACK! a", "expired");
        Silence other = new Silence("2", less, NOON, NOON.plusSeconds(9), "bob", "ACK! another", "expired");
        Silence suppressed = new Silence("3", sent, NOON, NOON.plusSeconds(9), "carol", "why", "expired");
        PastOne past = new Past(List.of(acknowledged, other, suppressed), List.of()).of(EPISODE);
        assertThat(past.silenced()).extracting(PastOne.Silenced::by).containsExactly("alice");
    }

    @Test
    void log_isWhole_andSaysWhatWasNotDone() throws Exception {
        Path file = folder.resolve("audit.jsonl");
        failed(file);
        assertThat(AuditLog.verify(file).isGood()).isTrue();
        assertThat(Files.readString(file)).contains("\"outcome\":\"denied\"", "\"sql_result\":\"no\"");
        assertThat(Remembered.in(file)).isEmpty();
    }

    private static void made(Path file, Instant at, String action, String actor, Matchers matchers, String id)
            throws AlertingException, InterruptedException {
        assertThat(new OnRecord(file, Clock.fixed(at, ZoneOffset.UTC))
                        .make(
                                OnRecord.entry(action, actor, matchers)
                                        .with(AuditField.UNTIL, at.plusSeconds(900))
                                        .with(AuditField.DETAIL, "why"),
                                () -> id))
                .isEqualTo(id);
    }

    private static void failed(Path file) throws AlertingException {
        OnRecord record = new OnRecord(file, Clock.fixed(NOON, ZoneOffset.UTC));
        assertThatThrownBy(() -> record.make(
                        OnRecord.entry(OnRecord.ACKNOWLEDGED, "x", Matchers.parse(List.of("alertname=A"))), () -> {
                            throw new AlertingException(Reason.DENIED, "no");
                        }))
                .hasMessage("no");
    }
}
