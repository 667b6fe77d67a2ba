package io.dbvitals.demo;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An exporter that runs as a process of its own, as it does in production; stopped when closed. */
public final class ExporterProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final Program program;
    private final URI metrics;

    private ExporterProcess(Program program, URI metrics) {
        this.program = program;
        this.metrics = metrics;
    }

    /** Starts the program; {@link #awaitPage} says when it serves. */
    public static ExporterProcess start(
            String name, List<String> command, Map<String, String> environment, int port, Path log)
            throws DemoException {
        return new ExporterProcess(
                Program.start(name, command, environment, log), URI.create("http://127.0.0.1:" + port + "/metrics"));
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
        return program.pid();
    }

    public boolean alive() {
        return program.alive();
    }

    /** Waits for the first whole page. */
    public Page awaitPage(Scraper scraper) throws DemoException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                return scraper.scrape(metrics);
            } catch (IOException e) {
                if (program.endedWithin(PAUSE)) {
                    throw program.failure("gives no page");
                }
                if (System.nanoTime() - start > START.toNanos()) {
                    throw program.failure("gives no page (" + e.getMessage() + ")");
                }
            }
        }
    }

    /** The last lines that the program wrote. */
    public String tail() {
        return program.tail();
    }

    @Override
    public void close() {
        program.close();
    }
}
