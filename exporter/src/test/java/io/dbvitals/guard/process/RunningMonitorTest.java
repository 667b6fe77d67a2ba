package io.dbvitals.guard.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningMonitorTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<Process> shells = new ArrayList<>();

    @AfterEach
    void stop() {
        shells.forEach(Process::destroyForcibly);
    }

    private record Started(RunningMonitor monitor, BufferedReader out) {}

    @Test
    void monitor_endsWhenItIsAskedTo() throws Exception {
        Started started = start("trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.1; done");
        RunningMonitor monitor = started.monitor();

        assertThat(monitor.stop(LONG)).isTrue();
        assertThat(started.out().readLine()).isEqualTo("bye");
        assertThat(monitor.isAlive()).isFalse();
        assertThatExceptionOfType(MonitorException.class)
                .isThrownBy(() -> monitor.stop(LONG))
                .withMessageMatching("no monitor runs: process \\d+ of the PID file .*monitor.pid has ended");
        assertThatExceptionOfType(MonitorException.class)
                .isThrownBy(monitor::signalEmergency)
                .withMessageStartingWith("no monitor runs: ");
    }

    @Test
    void monitorThatDoesNotEnd_isSaid() throws Exception {
        RunningMonitor monitor =
                start("trap '' TERM; echo ready; while :; do sleep 0.1; done").monitor();

        assertThat(monitor.stop(Duration.ofMillis(200))).isFalse();
        assertThat(monitor.isAlive()).isTrue();
    }

    @Test
    void emergency_reachesTheMonitor() throws Exception {
        Started started = start("trap 'echo emergency' USR1; echo ready; while :; do sleep 0.1; done");
        RunningMonitor monitor = started.monitor();
        monitor.signalEmergency();

        assertThat(started.out().readLine()).isEqualTo("emergency");
        assertThat(monitor.isAlive()).isTrue();
    }

    @Test
    void programThatIsMissing_isSaid() throws Exception {
        RunningMonitor monitor = start("echo ready; exec sleep 600").monitor();

        assertThatExceptionOfType(MonitorException.class)
                .isThrownBy(() -> monitor.signalEmergency("no-such-kill"))
                .withMessage(
                        "cannot send SIGUSR1 to process " + monitor.pid() + ": the program 'no-such-kill' cannot be"
                                + " started; install it, or use the command emergency-shutdown");
        assertThatExceptionOfType(MonitorException.class)
                .isThrownBy(() -> monitor.signalEmergency("false"))
                .withMessageMatching(
                        "process \\d+ of the PID file .* cannot be signalled: it belongs to another user; do it"
                                + " as that user or as root");
    }

    private Started start(String script) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", script).start();
        shells.add(shell);
        BufferedReader out = new BufferedReader(new InputStreamReader(shell.getInputStream(), UTF_8));
        assertThat(out.readLine()).isEqualTo("ready");
        Birth birth = Birth.of(shell.pid()).orElseThrow();
        Path file = folder.resolve("monitor.pid");
        Files.writeString(file, shell.pid() + "\n" + birth.start() + "\n" + birth.mark() + "\n");
        return new Started(PidFile.read(file).orElseThrow(), out);
    }
}
