package io.dbvitals.guard.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The monitor that a PID file names, whether it still runs or not. */
public final class RunningMonitor {
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

    private final Path file;
    private final long pid;
    private final Birth birth;

    RunningMonitor(Path file, long pid, Birth birth) {
        this.file = file;
        this.pid = pid;
        this.birth = birth;
    }

    public long pid() {
        return pid;
    }

    /** By the clock of then; empty when the file does not say. */
    public Optional<Instant> start() {
        return Optional.of(birth.start()).filter(start -> !start.equals(Instant.EPOCH));
    }

    /** Whether that very process runs, not a later one with its number. */
    public boolean isAlive() {
        return Birth.of(pid).filter(birth::isOf).isPresent();
    }

    /**
     * Asks it to end, as {@code SIGTERM} does, and waits for that.
     *
     * @return whether it ended in time
     */
    public boolean stop(Duration timeout) throws MonitorException, InterruptedException {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(process -> isAlive());
        if (handle.isEmpty()) {
            throw gone();
        }
        if (pid == ProcessHandle.current().pid()) {
            throw new MonitorException(
                    "process " + pid + " of the PID file " + file + " is this one: it cannot stop itself");
        }
        if (!handle.get().destroy() && isAlive()) {
            throw forbidden();
        }
        try {
            handle.get().onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return !isAlive();
        } catch (ExecutionException e) {
            throw new MonitorException("cannot wait for the end of process " + pid + ": " + e.getMessage(), e);
        }
    }

    /** Removes its PID file, if it has ended and left one behind. */
    public void forget() throws MonitorException {
        if (!isAlive()) {
            PidFile.remove(file, pid);
        }
    }

    /** Asks it for an emergency, as {@code SIGUSR1} does. */
    public void signalEmergency() throws MonitorException, InterruptedException {
        signalEmergency("kill");
    }

    /** Java can send no such signal itself. */
    void signalEmergency(String program) throws MonitorException, InterruptedException {
        if (!isAlive()) {
            throw gone();
        }
        Process kill;
        try {
            kill = new ProcessBuilder(program, "-USR1", String.valueOf(pid))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new MonitorException(
                    "cannot send SIGUSR1 to process " + pid + ": the program '" + program
                            + "' cannot be started; install it, or use the command emergency-shutdown",
                    e);
        }
        if (!kill.waitFor(KILL_TIMEOUT.toSeconds(), TimeUnit.SECONDS) || kill.exitValue() != 0) {
            kill.destroyForcibly();
            throw isAlive() ? forbidden() : gone();
        }
    }

    /** For people. */
    @Override
    public String toString() {
        return "process " + pid + start().map(start -> ", started " + start).orElse("");
    }

    private MonitorException gone() {
        return new MonitorException("no monitor runs: process " + pid + " of the PID file " + file + " has ended");
    }

    private MonitorException forbidden() {
        return new MonitorException("process " + pid + " of the PID file " + file
                + " cannot be signalled: it belongs to another user; do it as that user or as root");
    }
}
