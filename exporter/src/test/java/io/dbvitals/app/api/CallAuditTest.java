package io.dbvitals.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.Config;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.http.answer.Parameters;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Audit;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Caller;
import io.dbvitals.http.resource.Role;
import io.dbvitals.testing.Written;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallAuditTest {
    @TempDir
    Path folder;

    private static Call call() {
        return new Call(
                "POST",
                "/api/v1/control",
                Map.of(),
                Parameters.of(Map.of()),
                Map.of("authorization", "Bearer secret"),
                "{\"password\":\"secret\"}",
                new Caller("alice", Role.ADMIN));
    }

    private Config config(String file) throws Exception {
        return Written.config(folder, "targets: [{name: a, postgres: {user: u}}]\nguard: {audit_file: " + file + "}\n")
                .load();
    }

    @Test
    void call_isOnRecordBeforeAndAfter_withoutWhatItBears() throws Exception {
        Config config = config("audit.jsonl");
        Path file = config.guard().auditFile();
        Audit.Begun begun = new CallAudit(() -> config).begin(call(), "192.0.2.7:4711");
        assertThat(Files.readAllLines(file)).hasSize(1);
        begun.ended(200);
        new CallAudit(() -> config).begin(call(), "192.0.2.7:4712").ended(400);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .contains(
                        "\"phase\":\"intent\"",
                        "\"action\":\"api_call\"",
                        "\"actor\":\"alice\"",
                        "\"client\":\"192.0.2.7:4711\"",
                        "\"detail\":\"POST /api/v1/control\"");
        assertThat(lines.get(1)).contains("\"phase\":\"outcome\"", "\"outcome\":\"done\"");
        assertThat(lines.get(3)).contains("\"outcome\":\"failed\"");
        assertThat(lines).noneMatch(line -> line.contains("secret"));
        assertThat(AuditLog.verify(file).isGood()).isTrue();
    }

    @Test
    void call_isRefused_whereItsRecordCannotBeWritten() throws Exception {
        Files.writeString(folder.resolve("no-folder"), "");
        Config config = config("no-folder/audit.jsonl");
        assertThatThrownBy(() -> new CallAudit(() -> config).begin(call(), "192.0.2.7:4711"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.answer().status()).isEqualTo(503))
                .hasMessageStartingWith("nothing was done: cannot write the audit log " + folder)
                .hasMessageEndingWith("or set guard.audit_file");
    }
}
