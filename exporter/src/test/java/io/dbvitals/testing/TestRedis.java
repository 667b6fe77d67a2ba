package io.dbvitals.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TlsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/** A real Redis, Sentinel or cluster node, which a test may stop, start, freeze and kill. */
public final class TestRedis implements AutoCloseable {
    private final String program;
    private final Path folder;
    private final int port;
    private final String admin;
    private final List<String> arguments;
    private Process process;

    private TestRedis(String program, Path folder, int port, String admin, List<String> arguments) {
        this.program = program;
        this.folder = folder;
        this.port = port;
        this.admin = admin;
        this.arguments = arguments;
        this.process = run();
    }

    /** Redis 6.2 as it comes with the tests; {@code settings} as {@code --maxmemory 10mb}, word by word. */
    public static TestRedis start(String... settings) {
        return launch(RedisProgram.embedded(), "", settings);
    }

    /** With a password for everyone. */
    public static TestRedis withPassword(String password, String... settings) {
        List<String> all = new ArrayList<>(List.of("--requirepass", password));
        all.addAll(List.of(settings));
        return launch(RedisProgram.embedded(), password, all.toArray(String[]::new));
    }

    /** Redis 7 or newer of the system, for what 6.2 lacks; without it the test is skipped. */
    public static TestRedis seven(String... settings) {
        return launch(RedisProgram.ofTheSystem(), "", settings);
    }

    /** Speaks nothing but TLS; clients must show a certificate that {@code ca} signed. */
    public static TestRedis tls(Path cert, Path key, Path ca) {
        return start(
                "--tls-cert-file",
                cert.toString(),
                "--tls-key-file",
                key.toString(),
                "--tls-ca-cert-file",
                ca.toString());
    }

    /** Follows that one. */
    public static TestRedis replicaOf(TestRedis master, String... settings) {
        List<String> all = new ArrayList<>(List.of("--replicaof", "127.0.0.1", String.valueOf(master.port)));
        all.addAll(List.of(settings));
        return launch(master.program, "", all.toArray(String[]::new));
    }

    /** Watches that one under the name mymaster; two must agree that it is down, which one alone cannot. */
    public static TestRedis sentinelOf(TestRedis master) {
        Path folder = TestFolder.create("dbvitals-redis-");
        Path file = folder.resolve("sentinel.conf");
        try {
            Files.writeString(
                    file,
                    "sentinel monitor mymaster 127.0.0.1 " + master.port + " 2\n"
                            + "sentinel down-after-milliseconds mymaster 1000\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TestRedis(master.program, folder, freePort(), "", List.of(file.toString(), "--sentinel"));
    }

    /** The only node of a cluster, with all slots. */
    public static TestRedis cluster() {
        TestRedis node = start("--cluster-enabled", "yes");
        // Before Redis 7 there is no CLUSTER ADDSLOTSRANGE.
        String[] slots = new String[Protocol.CLUSTER_HASHSLOTS + 1];
        slots[0] = "ADDSLOTS";
        for (int i = 0; i < Protocol.CLUSTER_HASHSLOTS; i++) {
            slots[i + 1] = String.valueOf(i);
        }
        node.call("CLUSTER", slots);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> node.call("CLUSTER", "INFO").contains("cluster_state:ok"));
        return node;
    }

    private static TestRedis launch(String program, String admin, String... settings) {
        return new TestRedis(program, TestFolder.create("dbvitals-redis-"), freePort(), admin, List.of(settings));
    }

    public int port() {
        return port;
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    /** As an administrator, without the questions of its own that the library asks by default and old servers count as errors. */
    public Jedis connect() {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .timeoutMillis(10_000)
                .serverDefaultProtocol()
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        return new Jedis(
                new HostAndPort("127.0.0.1", port), (admin.isEmpty() ? config : config.password(admin)).build());
    }

    /** What the server says to the administrator. */
    public String call(String command, String... arguments) {
        try (Jedis jedis = connect()) {
            Object reply = jedis.sendCommand(() -> command.getBytes(UTF_8), arguments);
            return reply instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(reply);
        }
    }

    /** The number that INFO tells of a field; 0 where it has no such. */
    public double info(String field) {
        return call("INFO", "ALL")
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .mapToDouble(line ->
                        Double.parseDouble(line.substring(field.length() + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    /** How the exporter is to reach it: as the default user, without a password. */
    public RedisConfig config() {
        return config(RedisConfig.Options.DEFAULT);
    }

    public RedisConfig config(RedisConfig.Options options) {
        return config("", Secret.NONE, TlsConfig.OFF, options);
    }

    public RedisConfig config(String user, Secret password) {
        return config(user, password, TlsConfig.OFF, RedisConfig.Options.DEFAULT);
    }

    public RedisConfig config(String user, Secret password, TlsConfig tls, RedisConfig.Options options) {
        return new RedisConfig(
                "127.0.0.1", port, user, password, tls, Duration.ofSeconds(2), Duration.ofSeconds(5), options);
    }

    public void stop() {
        process.destroy();
        ended();
    }

    public void kill() {
        process.destroyForcibly();
        ended();
    }

    /** On the same port, without the data. */
    public void startAgain() {
        process = run();
    }

    /** {@code STOP} or {@code CONT}. */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        ended();
        TestFolder.remove(folder);
    }

    private void ended() {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("redis does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process run() {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        boolean tls = arguments.contains("--tls-cert-file");
        command.addAll(List.of("--port", tls ? "0" : String.valueOf(port)));
        if (tls) {
            command.addAll(List.of("--tls-port", String.valueOf(port)));
        }
        command.addAll(List.of("--save", "", "--dir", folder.toString(), "--bind", "127.0.0.1"));
        try {
            Path log = folder.resolve("log.txt");
            Process started = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                if (!started.isAlive()) {
                    throw new IllegalStateException(Files.readString(log));
                }
                return listens();
            });
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            // The bus of a cluster node needs the port 10,000 above.
            int port = socket.getLocalPort();
            return port < 55_000 ? port : freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
