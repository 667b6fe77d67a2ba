package io.dbvitals.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.pgbouncer.wire.Console;
import io.dbvitals.pgbouncer.wire.ServerError;
import io.dbvitals.scrape.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real PgBouncer before a PostgreSQL, which a test may stop, start, freeze and kill. Its users: {@code stats}, who may read the
 * console, {@code admin}, who may command, and {@code app}, an application.
 *
 * <p>The program is {@code pgbouncer} on the path, or what the environment variable {@code PGBOUNCER} names. Where there is none, tests
 * are skipped, unless {@code services.required} has {@code pgbouncer}.
 */
public final class TestPgBouncer implements AutoCloseable {
    public static final String PASSWORD = "s3cret-of-stats";

    private final Path folder;
    private final int port;
    private Optional<Process> running = Optional.empty();

    private TestPgBouncer(Map<String, String> databases, String authentication, Map<String, String> settings)
            throws IOException {
        this.folder = TestFolder.create("dbvitals-pgbouncer-");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("listen_addr", "127.0.0.1");
        all.put("listen_port", String.valueOf(port));
        all.put("unix_socket_dir", "");
        all.put("auth_type", authentication);
        all.put("auth_file", folder.resolve("users.txt").toString());
        all.put("stats_users", "stats, paßwort");
        all.put("admin_users", "admin");
        all.put("ignore_startup_parameters", "extra_float_digits");
        all.put("pool_mode", "transaction");
        all.put("default_pool_size", "2");
        all.putAll(settings);
        StringBuilder ini = new StringBuilder("[databases]\n");
        databases.forEach(
                (name, server) -> ini.append(name).append(" = ").append(server).append('\n'));
        ini.append("[pgbouncer]\n");
        all.forEach(
                (name, value) -> ini.append(name).append(" = ").append(value).append('\n'));
        Files.writeString(folder.resolve("pgbouncer.ini"), ini);
        Files.writeString(folder.resolve("users.txt"), """
                "stats" "%1$s"
                "admin" "%1$s"
                "app" "%1$s"
                "paßwort" "naïve\u2168"
                """.formatted(PASSWORD));
        // As root it takes another user, who must be able to read these.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** {@code authentication} as in {@code auth_type}; {@code settings} of the section {@code pgbouncer}. */
    public static TestPgBouncer start(TestServer server, String authentication, Map<String, String> settings) {
        return start(Map.of("shop", behind(server, "postgres", "postgres")), authentication, settings);
    }

    /** Where a pool leads to; the user's password is its name. */
    public static String behind(TestServer server, String database, String user) {
        return "host=127.0.0.1 port=" + server.port() + " dbname=" + database + " user=" + user + " password=" + user;
    }

    /** {@code databases}: where each leads to. */
    public static TestPgBouncer start(
            Map<String, String> databases, String authentication, Map<String, String> settings) {
        if (!List.of(System.getProperty("services.required", "").split(",")).contains("pgbouncer")) {
            assumeThat(installed()).as("pgbouncer is installed").isTrue();
        }
        try {
            TestPgBouncer bouncer = new TestPgBouncer(databases, authentication, settings);
            bouncer.startAgain();
            return bouncer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TestPgBouncer start(TestServer server) {
        return start(server, "scram-sha-256", Map.of());
    }

    /** Such as {@code 1.18}. */
    public static String version() {
        try {
            Process process = new ProcessBuilder(program(), "--version").start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return said.replaceAll("(?s)^PgBouncer (\\d+\\.\\d+).*", "$1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public PgBouncerConfig config() {
        return config("stats", PASSWORD, "pgbouncer", TlsConfig.OFF);
    }

    public PgBouncerConfig config(String user, String password, String database, TlsConfig tls) {
        return new PgBouncerConfig(
                "127.0.0.1",
                port,
                database,
                user,
                new Secret.Literal(password),
                tls,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3));
    }

    /** Through the pool to PostgreSQL, as {@code app}. */
    public Connection connect() throws SQLException {
        return connect("shop");
    }

    /** To one of its databases, as {@code app}. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?prepareThreshold=0&loginTimeout=10",
                "app",
                PASSWORD);
    }

    /** To the console, as {@code admin}; not by JDBC, whose first words the console refuses. */
    public void command(String command) throws IOException, ServerError {
        Deadline soon = Deadline.after(Duration.ofSeconds(10));
        try (Console console = Console.open(config("admin", PASSWORD, "pgbouncer", TlsConfig.OFF), PASSWORD, soon)) {
            console.ask(command, 0, soon);
        }
    }

    /** On its port, with its configuration as it is. */
    public void startAgain() {
        List<String> command = new ArrayList<>(List.of(program(), "-q"));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(folder.resolve("pgbouncer.ini").toString());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            running = Optional.of(process);
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .pollInterval(Duration.ofMillis(20))
                    .until(this::listens);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Dies at once, without a word to its clients. */
    public void kill() {
        running.ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
        running = Optional.empty();
    }

    /** Sends a signal, such as {@code STOP} or {@code CONT}. */
    public void signal(String name) {
        try {
            new ProcessBuilder(
                            "kill",
                            "-" + name,
                            String.valueOf(running.orElseThrow().pid()))
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
        kill();
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            if (!running.map(Process::isAlive).orElse(false)) {
                throw new IllegalStateException("pgbouncer has ended");
            }
            return false;
        }
    }

    private static String program() {
        String named = System.getenv("PGBOUNCER");
        if (named != null) {
            return named;
        }
        // Not on the path of everybody.
        Path debian = Path.of("/usr/sbin/pgbouncer");
        return Files.isExecutable(debian) ? debian.toString() : "pgbouncer";
    }

    private static boolean installed() {
        try {
            new ProcessBuilder(program(), "--version").start().destroy();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
