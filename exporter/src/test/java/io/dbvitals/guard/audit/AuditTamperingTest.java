package io.dbvitals.guard.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dbvitals.guard.audit.chain.Head;
import io.dbvitals.guard.audit.chain.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reading finds in a log that somebody changed. */
class AuditTamperingTest {
    @TempDir
    Path folder;

    private Path file;
    private AuditLog log;

    @BeforeEach
    void write() throws AuditException {
        file = folder.resolve("audit.jsonl");
        log = new AuditLog(file, Clock.systemUTC());
        log.event(AuditEntry.of("start", ""));
        log.begin(AuditEntry.of("cancel", "primary").with(AuditField.PID, 42)).end(AuditOutcome.DONE, "t");
        log.event(AuditEntry.of("stop", ""));
    }

    @Test
    void changedRecord_isFound() throws Exception {
        change(1, line -> line.replace("\"pid\":42", "\"pid\":43"));

        assertFound("audit.jsonl:2: record 2 was changed after it was written: its hash is another");
    }

    @Test
    void recordWithAHashOfItsOwn_isFoundByTheNext() throws Exception {
        change(2, line -> rehashed(line.replace("done", "gone")));

        assertFound("audit.jsonl:4: record 4 follows another record than the one before it");
    }

    @Test
    void lastRecordWithAHashOfItsOwn_isFoundByTheHead() throws Exception {
        change(3, line -> rehashed(line.replace("stop", "stay")));

        assertFound("audit.jsonl:4: record 4 is not the one that was written last");
    }

    @Test
    void recordTakenOut_isFound() throws Exception {
        remove(1);

        assertFound(
                "audit.jsonl:2: the records 2 to 2 are missing",
                "audit.jsonl:2: the outcome of action 2, of which nothing is on record");
    }

    @Test
    void recordsTakenOutAtTheStart_areFound() throws Exception {
        remove(0);

        assertFound("audit.jsonl:1: the records 1 to 1 are missing");
    }

    @Test
    void recordsTakenOutAtTheEnd_areFound() throws Exception {
        remove(3);
        remove(2);

        assertFound(
                "audit.jsonl:2: the records 3 to 4 are missing at the end",
                "audit.jsonl:2: action 2 has no outcome: cancel on primary, pid 42, begun " + ts(1)
                        + "; it was interrupted, or goes on");
    }

    @Test
    void recordsTakenOutAtTheEnd_areFoundAfterMoreHaveBeenWritten() throws Exception {
        remove(3);
        log.event(AuditEntry.of("start", ""));

        assertFound(
                "audit.jsonl:4: record 4 no longer stood where it had been written",
                "audit.jsonl:4: the records 4 to 4 are missing");
    }

    @Test
    void recordsInAnotherOrder_areFound() throws Exception {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add(1, lines.remove(2));
        Files.write(file, lines);

        assertThat(AuditLog.verify(file).text())
                .contains("audit.jsonl:2: the records 2 to 2 are missing")
                .contains("audit.jsonl:3: record 2 comes after record 3");
    }

    @Test
    void linesThatAreNoRecords_areFound() throws Exception {
        change(1, line -> "nothing\n" + line.replace("seq", "sequence"));

        assertThat(AuditLog.verify(file).text()).contains("audit.jsonl:2: 2 lines are no records of this log");
        Files.writeString(file, "nothing\n");
        assertThat(AuditLog.verify(file).text()).contains("audit.jsonl:1: 1 lines are no records of this log");
    }

    @Test
    void fileCopiedAndEmptied_isFoundAndGoesOn() throws Exception {
        Path copy = folder.resolve("audit.jsonl.1");
        Files.copy(file, copy);
        Files.writeString(file, "");
        assertFound("audit.jsonl:0: the records 1 to 4 are missing at the end");
        log.event(AuditEntry.of("start", ""));

        assertFound(
                "audit.jsonl:1: the records up to 4 were taken out of the file; rotate it by renaming, not by copying");
        assertThat(AuditLog.verify(copy).isGood()).isTrue();
    }

    @Test
    void lostHead_isSaid() throws Exception {
        Files.delete(Head.beside(file));
        log.event(AuditEntry.of("start", ""));
        AuditReport report = AuditLog.verify(file);

        assertThat(report.isGood()).isTrue();
        assertThat(report.text())
                .startsWith(
                        "audit.jsonl:5: the file with the last hash was lost: records may be gone before this one\n");
    }

    @Test
    void headThatIsNone_isTakenAsLost() throws Exception {
        Files.writeString(Head.beside(file), "nothing");
        log.event(AuditEntry.of("start", ""));

        assertThat(AuditLog.verify(file).findings())
                .extracting(AuditReport.Finding::kind)
                .containsExactly(AuditReport.Kind.HEAD_LOST);
    }

    @Test
    void missingLog_isAnError() {
        Path missing = folder.resolve("none.jsonl");

        assertThatExceptionOfType(AuditException.class)
                .isThrownBy(() -> AuditLog.verify(missing))
                .withMessage("cannot read the audit log " + missing + ": no such file");
        assertThatExceptionOfType(AuditException.class)
                .isThrownBy(() -> AuditLog.verify(folder))
                .withMessageStartingWith("cannot read the audit log " + folder + ": ");
    }

    private void assertFound(String... findings) throws AuditException {
        AuditReport report = AuditLog.verify(file);
        assertThat(report.findings()).extracting(AuditReport.Finding::toString).containsExactly(findings);
        assertThat(report.isGood()).isFalse();
        assertThat(report.text()).endsWith(": not good");
    }

    private interface Change {
        String of(String line) throws NoSuchAlgorithmException;
    }

    private void change(int line, Change change) throws IOException, NoSuchAlgorithmException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(line, change.of(lines.get(line)));
        Files.write(file, lines);
    }

    private void remove(int line) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.remove(line);
        Files.write(file, lines);
    }

    private String ts(int line) throws IOException {
        return Line.read(Files.readAllLines(file).get(line).getBytes(StandardCharsets.UTF_8))
                .orElseThrow()
                .ts();
    }

    /** As somebody would who knows how. */
    private static String rehashed(String line) throws NoSuchAlgorithmException {
        String hashed = line.substring(0, line.length() - 75) + "}";
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        return line.substring(0, line.length() - 66)
                + HexFormat.of().formatHex(digest.digest(hashed.getBytes(StandardCharsets.UTF_8))) + "\"}";
    }
}
