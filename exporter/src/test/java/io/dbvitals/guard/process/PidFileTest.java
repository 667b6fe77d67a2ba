package io.dbvitals.guard.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    @TempDir
    Path folder;

    private Path file;
    private Process other;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("run/monitor.pid");
        other = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void stop() {
        other.destroyForcibly();
    }

    @Test
    void pidFile_namesThisProcessUntilItIsClosed() throws Exception {
        long self = ProcessHandle.current().pid();
        assertThat(PidFile.read(file)).isEmpty();
        try (PidFile pidFile = PidFile.create(file)) {
            assertThat(Files.readAllLines(file)).hasSize(3).first().isEqualTo(String.valueOf(self));
            RunningMonitor monitor = PidFile.read(file).orElseThrow();
            assertThat(monitor.pid()).isEqualTo(self);
            assertThat(monitor.start()).isEqualTo(ProcessHandle.current().info().startInstant());
            assertThat(monitor.isAlive()).isTrue();
            assertThatExceptionOfType(MonitorException.class)
                    .isThrownBy(() -> PidFile.create(file))
                    .withMessage("a monitor already runs: " + monitor + ", says the PID file " + file
                            + "; stop it, or give this one another file");
            assertThatExceptionOfType(MonitorException.class)
                    .isThrownBy(() -> monitor.stop(Duration.ZERO))
                    .withMessage(
                            "process " + self + " of the PID file " + file + " is this one: it cannot stop itself");
            assertThat(pidFile).isNotNull();
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void fileOfALivingProcess_isRefused() throws Exception {
        write(text(Birth.of(other.pid()).orElseThrow()));

        assertThatExceptionOfType(MonitorException.class)
                .isThrownBy(() -> PidFile.create(file))
                .withMessageStartingWith("a monitor already runs: process " + other.pid() + ", started ");
        assertThat(Files.readString(file)).startsWith(other.pid() + "\n");
    }

    /** As others write it. */
    @Test
    void fileWithANumberAlone_isRefusedWhileThatLives() throws Exception {
        write(other.pid() + "\n");

        assertThatExceptionOfType(MonitorException.class)
                .isThrownBy(() -> PidFile.create(file))
                .withMessageStartingWith("a monitor already runs: process " + other.pid() + ", says the PID file ");
    }

    @Test
    void fileOfADeadProcess_isOverwritten() throws Exception {
        write(text(Birth.of(other.pid()).orElseThrow()));
        other.destroyForcibly().waitFor();

        assertThat(PidFile.read(file).orElseThrow().isAlive()).isFalse();
        assertOverwritten();
    }

    @Test
    void fileOfALaterProcessWithTheSameNumber_isOverwritten() throws Exception {
        Birth birth = Birth.of(other.pid()).orElseThrow();
        write(text(new Birth(birth.start(), "another boot:0")));
        assertThat(PidFile.read(file).orElseThrow().isAlive())
                .isEqualTo(birth.mark().isEmpty());
        write(text(new Birth(birth.start().minusSeconds(60), "")));

        assertThat(PidFile.read(file).orElseThrow().isAlive()).isFalse();
        assertOverwritten();
    }

    @Test
    void emptyFile_isOverwritten() throws Exception {
        write("");

        assertThat(PidFile.read(file)).isEmpty();
        assertOverwritten();
    }

    @Test
    void fileThatIsNone_isLeftAlone() throws Exception {
        write("root:x:0:0\n");

        assertThatExceptionOfType(MonitorException.class)
                .isThrownBy(() -> PidFile.create(file))
                .withMessage(file + " is no PID file; remove it, or name another");
        assertThatExceptionOfType(MonitorException.class).isThrownBy(() -> PidFile.read(file));
        assertThat(Files.readString(file)).isEqualTo("root:x:0:0\n");
    }

    @Test
    void fileOfAnother_staysWhenThisIsClosed() throws Exception {
        PidFile pidFile = PidFile.create(file);
        write(text(Birth.of(other.pid()).orElseThrow()));
        pidFile.close();

        assertThat(PidFile.read(file).orElseThrow().pid()).isEqualTo(other.pid());
    }

    @Test
    void folderThatCannotBeWritten_isRefusedWithTheRemedy() throws Exception {
        Files.writeString(folder.resolve("run"), "");

        assertThatExceptionOfType(MonitorException.class)
                .isThrownBy(() -> PidFile.create(file))
                .withMessageStartingWith("cannot write the PID file " + file + ": ")
                .withMessageEndingWith(
                        "; give this user the right to write in its folder, or name another by --pid-file,"
                                + " guard.pid_file or DB_MONITOR_PID_FILE");
    }

    @Test
    void folderThatTakesNoFiles_isRefused() {
        Path closed = Path.of("/proc/monitor.pid");

        assertThatExceptionOfType(MonitorException.class)
                .isThrownBy(() -> PidFile.create(closed))
                .withMessageStartingWith("cannot write the PID file " + closed + ": ");
    }

    @Test
    void births_areComparedByTheirMarkAndElseByTheirTime() {
        Instant time = Instant.parse("2024-01-15T10:30:45Z");
        Birth birth = new Birth(time, "boot:7");

        assertThat(birth.isOf(new Birth(time.plusSeconds(3_600), "boot:7")))
                .as("the clock was set")
                .isTrue();
        assertThat(birth.isOf(new Birth(time, "boot:8"))).isFalse();
        assertThat(birth.isOf(new Birth(time.plusSeconds(1), ""))).isTrue();
        assertThat(birth.isOf(new Birth(time.plusSeconds(3), ""))).isFalse();
        assertThat(birth.isOf(new Birth(Instant.EPOCH, ""))).isTrue();
    }

    private void assertOverwritten() throws MonitorException {
        try (PidFile pidFile = PidFile.create(file)) {
            assertThat(pidFile).isNotNull();
            assertThat(PidFile.read(file).orElseThrow().pid())
                    .isEqualTo(ProcessHandle.current().pid());
        }
    }

    private void write(String text) throws Exception {
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(file, text);
    }

    private String text(Birth birth) {
        return other.pid() + "\n" + birth.start() + "\n" + birth.mark() + "\n";
    }
}
