package io.dbvitals.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs as a process of its own, and writes into a file; stopped when closed. */
public final class Program implements AutoCloseable {
    private static final int TAIL_LINES = 15;

    private final String name;
    private final Process process;
    private final Path log;

    private Program(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts the program, with some variables beside those of this process. */
    public static Program start(String name, List<String> command, Map<String, String> environment, Path log)
            throws DemoException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new Program(name, builder.start(), log);
        } catch (IOException e) {
            throw new DemoException(name + " cannot be started", e);
        }
    }

    /** Runs a program to its end, and returns what it wrote; an error if that is not its good end. */
    public static String run(String name, List<String> command, Path log) throws DemoException, InterruptedException {
        try (Program program = start(name, command, Map.of(), log)) {
            if (!program.endedWithin(Duration.ofMinutes(1)) || program.process.exitValue() != 0) {
                throw program.failure("failed");
            }
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DemoException("the output of " + name + " cannot be read", e);
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits for its end, but not for long. */
    public boolean endedWithin(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What went wrong with it, and the last lines that it wrote. */
    public DemoException failure(String what) {
        String ended = process.isAlive() ? "" : " (it ended with " + process.exitValue() + ")";
        return new DemoException(name + " " + what + ended + ":\n" + tail());
    }

    /** The last lines that it wrote. */
    public String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(its log " + log + " cannot be read)";
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(8, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
