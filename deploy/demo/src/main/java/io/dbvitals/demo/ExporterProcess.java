package io.dbvitals.demo;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An exporter that runs as a process of its own, as it does in production; stopped when closed. */
public final class ExporterProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int TAIL_LINES = 15;

    private final String name;
    private final Process process;
    private final URI metrics;
    private final Path log;

    private ExporterProcess(String name, Process process, URI metrics, Path log) {
        this.name = name;
        this.process = process;
        this.metrics = metrics;
        this.log = log;
    }

    /** Starts the program; {@link #awaitPage} says when it serves. */
    public static ExporterProcess start(
            String name, List<String> command, Map<String, String> environment, int port, Path log)
            throws DemoException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new ExporterProcess(name, builder.start(), URI.create("http://127.0.0.1:" + port + "/metrics"), log);
        } catch (IOException e) {
            throw new DemoException(name + " cannot be started", e);
        }
    }

    /** A port that nobody listens on. */
    public static int freePort() throws DemoException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new DemoException("there is no free port", e);
        }
    }

    public URI metrics() {
        return metrics;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits for the first whole page. */
    public Page awaitPage(Scraper scraper) throws DemoException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                return scraper.scrape(metrics);
            } catch (IOException e) {
                if (process.waitFor(5, TimeUnit.MILLISECONDS)) {
                    throw new DemoException(name + " ended with " + process.exitValue() + ":\n" + tail());
                }
                if (System.nanoTime() - start > START.toNanos()) {
                    throw new DemoException(name + " gives no page (" + e.getMessage() + "):\n" + tail());
                }
            }
        }
    }

    /** The last lines that the program wrote. */
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
