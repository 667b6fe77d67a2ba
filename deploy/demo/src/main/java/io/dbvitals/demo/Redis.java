package io.dbvitals.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.error.OsArchitectureNotFound;

/** A real Redis server on a free port of the loopback address, which keeps nothing on disk; stopped when closed. */
public final class Redis implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Program program;
    private final int port;

    private Redis(Program program, int port) {
        this.program = program;
        this.port = port;
    }

    /**
     * Starts a server; {@link #url} then answers.
     *
     * @param folder new folder for its program and its log
     * @param settings as on the command line of redis-server: {@code --name}, value, …
     */
    public static Redis start(Path folder, List<String> settings) throws DemoException, InterruptedException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new DemoException("the folder of Redis cannot be made", e);
        }
        int port = ExporterProcess.freePort();
        List<String> command = new ArrayList<>(List.of(program(folder)));
        command.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port), "--dir", folder.toString()));
        command.addAll(List.of("--save", "", "--appendonly", "no"));
        command.addAll(settings);
        Redis redis = new Redis(Program.start("Redis", command, Map.of(), folder.resolve("redis.log")), port);
        redis.awaitAnswer();
        return redis;
    }

    /** A connection to one database; the caller closes it. Errors come as {@link JedisException}. */
    public Jedis connect(int database, String name) {
        return new Jedis(
                new HostAndPort("127.0.0.1", port),
                DefaultJedisClientConfig.builder()
                        .database(database)
                        .clientName(name)
                        .autoNegotiateProtocol(false)
                        .build());
    }

    /** Where the server is. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public long pid() {
        return program.pid();
    }

    /** As it calls itself, such as {@code 6.2.11}. */
    public String version() {
        try (Jedis session = connect(0, "version")) {
            return session.info("server")
                    .lines()
                    .filter(line -> line.startsWith("redis_version:"))
                    .map(line -> line.substring(line.indexOf(':') + 1))
                    .findFirst()
                    .orElse("(version unknown)");
        }
    }

    @Override
    public void close() {
        program.close();
    }

    /** The one that Maven fetched; it wants OpenSSL 3, so where that is missing, the one that is installed. */
    private static String program(Path folder) throws DemoException, InterruptedException {
        Path log = folder.resolve("version.log");
        try {
            String fetched = ExecutableProvider.newJarResourceProvider(folder.toFile())
                    .get()
                    .getPath();
            String unused = Program.run("the Redis that Maven fetched", List.of(fetched, "--version"), log);
            return fetched;
        } catch (IOException | OsArchitectureNotFound | DemoException e) {
            try {
                String unused = Program.run("the installed Redis", List.of("redis-server", "--version"), log);
                return "redis-server";
            } catch (DemoException none) {
                throw new DemoException(
                        "no Redis runs here, neither the one from Maven nor redis-server; install redis-server", e);
            }
        }
    }

    private void awaitAnswer() throws DemoException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try (Jedis session = connect(0, "start")) {
                String unused = session.ping();
                return;
            } catch (JedisException e) {
                if (program.endedWithin(PAUSE) || System.nanoTime() - start > START.toNanos()) {
                    program.close();
                    throw program.failure("did not start");
                }
            }
        }
    }
}
