package io.dbvitals.guard.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dbvitals.guard.audit.chain.Head;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final Instant NOW = Instant.parse("2024-01-15T10:30:45.000123456Z");

    @TempDir
    Path folder;

    private Path file;
    private AuditLog log;

    @BeforeEach
    void open() {
        file = folder.resolve("log/guard/audit.jsonl");
        log = new AuditLog(file, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static AuditEntry terminate(long pid) {
        return AuditEntry.of("terminate", "primary").with(AuditField.PID, pid);
    }

    @Test
    void action_isRecordedBeforeAndAfter() throws Exception {
        AuditEntry entry = terminate(4242)
                .with(AuditField.VICTIMS, List.of(4243, 4244))
                .with(AuditField.AGE_S, Duration.ofMillis(312_500))
                .with(AuditField.QUERY_ID, Optional.empty())
                .with(AuditField.APPLICATION_NAME, Optional.of("a\"b\nc"))
                .with(AuditField.CLIENT, "")
                .with(AuditField.BACKEND_START, Instant.parse("2024-01-15T10:00:00Z"))
                .with(AuditField.DRY_RUN, false)
                .with(AuditField.ACTOR, "rule");

        Pending pending = log.begin(entry);
        List<String> before = Files.readAllLines(file);
        pending.end(AuditOutcome.DONE, "t");
        List<String> after = Files.readAllLines(file);

        String common = "\"id\":1,\"action\":\"terminate\",\"target\":\"primary\",\"pid\":4242,\"actor\":\"rule\","
                + "\"dry_run\":false,\"backend_start\":\"2024-01-15T10:00:00.000000Z\","
                + "\"application_name\":\"a\\\"b\\nc\",\"age_s\":312.5,\"victims\":[4243,4244]";
        assertThat(before).hasSize(1);
        assertThat(before.get(0))
                .startsWith("{\"seq\":1,\"prev_hash\":\"" + "0".repeat(64)
                        + "\",\"ts\":\"2024-01-15T10:30:45.000123Z\",\"phase\":\"intent\"," + common + ",\"hash\":\"");
        assertThat(after).hasSize(2).startsWith(before.get(0));
        assertThat(after.get(1))
                .startsWith("{\"seq\":2,\"prev_hash\":\"" + hash(before.get(0)) + "\"")
                .contains("\"phase\":\"outcome\"," + common
                        + ",\"sql_result\":\"t\",\"outcome\":\"done\",\"duration_ms\":");
        assertThat(pending.id()).isEqualTo(1);
        assertThat(AuditLog.verify(file)).isEqualTo(new AuditReport(2, 1, 0, List.of()));
    }

    @Test
    void files_areTheOwnersAlone() throws Exception {
        log.event(AuditEntry.of("start", ""));

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(Head.beside(file))).isEqualTo("rw-------");
        assertThat(mode(file.getParent())).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("log"))).isEqualTo("rwx------");
    }

    @Test
    void hash_isCheckedByTheToolsOfTheShell() throws Exception {
        log.event(AuditEntry.of("start", "").with(AuditField.DETAIL, "é€𝄞"));
        String line = Files.readString(file);

        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "sed 's/,\"hash\":\"[0-9a-f]*\"}$/}/' \"$0\" | tr -d '\\n' | sha256sum",
                        file.toString())
                .start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .startsWith(hash(line.strip()));
    }

    @Test
    void interruptedThread_writesAndStaysInterrupted() throws Exception {
        Pending pending = log.begin(terminate(1));
        Thread.currentThread().interrupt();
        pending.end(AuditOutcome.TIMEOUT, "");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(AuditLog.verify(file).isGood()).isTrue();
    }

    @Test
    void action_endsOnce() throws Exception {
        Pending pending = log.begin(terminate(1));
        pending.end(AuditOutcome.GONE, "");

        assertThatIllegalStateException()
                .isThrownBy(() -> pending.end(AuditOutcome.DONE, ""))
                .withMessage("the action 1 has ended before");
    }

    @Test
    void text_isLimited() throws Exception {
        log.event(terminate(1).with(AuditField.APPLICATION_NAME, "x".repeat(5_000)));

        assertThat(Files.readString(file)).contains("\"application_name\":\"" + "x".repeat(1_000) + "…\"");
    }

    @Test
    void value_hasAKnownType() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terminate(1).with(AuditField.DETAIL, new Object()))
                .withMessage("no value of a record: class java.lang.Object");
    }

    @Test
    void folderThatIsAFile_isRefusedWithTheRemedy() throws Exception {
        Files.writeString(folder.resolve("log"), "");

        assertThatExceptionOfType(AuditException.class)
                .isThrownBy(() -> log.begin(terminate(1)))
                .withMessageStartingWith("cannot write the audit log " + file + ": ")
                .withMessageEndingWith(
                        "; the guard does nothing without its record: make room or give the right to write, or"
                                + " set guard.audit_file");
    }

    @Test
    void renamedFile_isContinuedInANewOne() throws Exception {
        log.begin(terminate(1)).end(AuditOutcome.DONE, "");
        Pending open = log.begin(terminate(2));
        Path old = file.resolveSibling("audit.jsonl.1");
        Files.move(file, old);
        open.end(AuditOutcome.DONE, "");
        log.begin(terminate(3)).end(AuditOutcome.DONE, "");

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .contains("\"seq\":4,\"prev_hash\":\""
                        + hash(Files.readAllLines(old).get(2)) + "\"")
                .contains("\"action\":\"rotated\"");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(AuditLog.verify(file).text())
                .isEqualTo("4 records, 1 actions, 1 events: the chain is whole and every action has its outcome");
        assertThat(AuditLog.verify(List.of(old, file)).text())
                .isEqualTo("7 records, 3 actions, 1 events: the chain is whole and every action has its outcome");
    }

    @Test
    void renamedFile_isContinuedInTheEmptyOneThatWasCreatedForIt() throws Exception {
        log.event(AuditEntry.of("start", ""));
        Files.move(file, file.resolveSibling("audit.jsonl.1"));
        Files.createFile(file);
        assertThat(AuditLog.verify(file).isGood()).isTrue();
        new AuditLog(file, Clock.systemUTC()).event(AuditEntry.of("stop", ""));

        assertThat(Files.readAllLines(file)).hasSize(2).first().asString().contains("\"action\":\"rotated\"");
        assertThat(AuditLog.verify(file).isGood()).isTrue();
    }

    @Test
    void tornLine_isKeptAndNoted() throws Exception {
        log.event(AuditEntry.of("start", ""));
        Files.writeString(file, Files.readString(file) + "{\"seq\":2,\"prev");
        assertThat(AuditLog.verify(file).text()).isEqualTo("""
                        audit.jsonl:2: the last write was broken off after 14 bytes
                        1 records, 0 actions, 1 events: the chain is whole and every action has its outcome""");
        new AuditLog(file, Clock.systemUTC()).event(AuditEntry.of("stop", ""));

        assertThat(Files.readAllLines(file)).hasSize(4).element(1).isEqualTo("{\"seq\":2,\"prev");
        assertThat(AuditLog.verify(file).text()).isEqualTo("""
                        audit.jsonl:2: a write was broken off after 14 bytes; record 2 says so
                        3 records, 0 actions, 3 events: the chain is whole and every action has its outcome""");
    }

    @Test
    void recordThatTheHeadDoesNotKnow_isGoneOnFrom() throws Exception {
        log.event(AuditEntry.of("start", ""));
        byte[] head = Files.readAllBytes(Head.beside(file));
        log.event(AuditEntry.of("refused", ""));
        Files.write(Head.beside(file), head);
        log.event(AuditEntry.of("stop", ""));

        assertThat(AuditLog.verify(file)).isEqualTo(new AuditReport(3, 0, 3, List.of()));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static String hash(String line) {
        return line.substring(line.length() - 66, line.length() - 2);
    }
}
