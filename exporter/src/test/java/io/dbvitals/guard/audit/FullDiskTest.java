package io.dbvitals.guard.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No action without its record. */
class FullDiskTest {
    private static final String REMEDY = "; the guard does nothing without its record: make room or give the right to"
            + " write, or set guard.audit_file";

    @TempDir
    Path folder;

    @Test
    void deviceThatIsFull_refusesTheAction() throws Exception {
        Path file = Files.createSymbolicLink(folder.resolve("audit.jsonl"), Path.of("/dev/full"));
        AuditLog log = new AuditLog(file, Clock.systemUTC());

        assertThatExceptionOfType(AuditException.class)
                .isThrownBy(() -> log.begin(AuditWriter.entry(1)))
                .withMessage("cannot write the audit log " + file + ": No space left on device" + REMEDY);
    }

    /** The system writes a part of the line and then refuses: the part is taken back. */
    @Test
    void fileThatMayNotGrow_keepsWholeRecordsOnly() throws Exception {
        Path file = folder.resolve("audit.jsonl");
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 4; exec \"$@\"", "sh"));
        command.addAll(AuditWriter.command(file, "times", "1000"));
        Process writer = new ProcessBuilder(command).redirectErrorStream(true).start();

        assertThat(new String(writer.getInputStream().readAllBytes(), UTF_8))
                .isEqualTo("cannot write the audit log " + file + ": File too large" + REMEDY + "\n");
        AuditReport report = AuditLog.verify(file);
        assertThat(report.records()).isPositive();
        assertThat(report.findings()).extracting(AuditReport.Finding::kind).isSubsetOf(AuditReport.Kind.INTERRUPTED);
        assertThat(Files.readString(file)).endsWith("}\n");
    }

    @Test
    void fullFileSystem_refusesTheActionUntilThereIsRoom() throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", folder.toString()) == 0,
                "only who may mount has a small disk");
        try {
            Path file = folder.resolve("audit.jsonl");
            AuditLog log = new AuditLog(file, Clock.systemUTC());
            log.event(AuditEntry.of("start", ""));
            Path filling = folder.resolve("filling");
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> Files.write(filling, new byte[1 << 17]));

            assertThatExceptionOfType(AuditException.class)
                    .isThrownBy(() -> AuditWriter.actions(log, 1_000))
                    .withMessage("cannot write the audit log " + file + ": No space left on device" + REMEDY);
            Files.delete(filling);
            log.event(AuditEntry.of("stop", ""));

            AuditReport report = AuditLog.verify(file);
            assertThat(report.events()).isEqualTo(2);
            assertThat(report.findings())
                    .extracting(AuditReport.Finding::kind)
                    .isSubsetOf(AuditReport.Kind.INTERRUPTED);
        } finally {
            assertThat(run("umount", folder.toString())).isZero();
        }
    }

    private static int run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
