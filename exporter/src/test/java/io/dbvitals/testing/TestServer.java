package io.dbvitals.testing;

import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real PostgreSQL of one major version, which a test may stop, start, freeze and kill. */
public final class TestServer implements AutoCloseable {
    public static final String PASSWORD = "s3cret-of-dbvitals";

    private final int major;
    private final Path data;
    private final int port;
    private final Map<String, String> settings;
    private final Optional<Path> workingFolder;
    private EmbeddedPostgres running;
    private Optional<Process> deaf = Optional.empty();

    private TestServer(int major, Map<String, String> settings, Path data, Optional<Path> workingFolder)
            throws IOException {
        this.major = major;
        this.workingFolder = workingFolder;
        this.settings = settings;
        this.data = data;
        this.running = builder().start();
        this.port = running.getPort();
    }

    /** With pg_stat_statements loaded, a role {@code dbvitals} that has {@code pg_monitor} and nothing else. */
    public static TestServer start(int major) {
        return start(major, Map.of());
    }

    public static TestServer start(int major, Map<String, String> settings) {
        return start(major, settings, Optional.empty());
    }

    /** PostgreSQL 17 on which {@code CREATE EXTENSION vector} works, and has been run in the database postgres. */
    public static TestServer startWithVector() {
        return startWithVector(Map.of());
    }

    public static TestServer startWithVector(Map<String, String> settings) {
        TestServer server = startWith(Pgvector.MAJOR, Pgvector.workingFolder(), Pgvector.folder(), settings);
        server.execute("CREATE EXTENSION vector");
        return server;
    }

    /** PostgreSQL 15 on which {@code CREATE EXTENSION hypopg} works, and has been run in the database postgres. */
    public static TestServer startWithHypopg() {
        TestServer server = startWith(Hypopg.MAJOR, Hypopg.workingFolder(), Hypopg.files(), Map.of());
        server.execute("CREATE EXTENSION hypopg");
        return server;
    }

    /** PostgreSQL 15 that compiles every plan. */
    public static TestServer startWithJit() {
        return startWith(
                Jit.MAJOR,
                Jit.workingFolder(),
                Jit.files(),
                Map.of("jit_above_cost", "0", "jit_optimize_above_cost", "0"));
    }

    private static TestServer startWith(int major, Path folder, Path files, Map<String, String> settings) {
        TestServer server = start(major, settings, Optional.of(folder));
        try {
            Pgvector.install(folder, files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return server;
    }

    private static TestServer start(int major, Map<String, String> settings, Optional<Path> workingFolder) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("shared_preload_libraries", "pg_stat_statements");
        all.put("fsync", "off");
        all.put("max_connections", "60");
        all.put("wal_level", "logical");
        all.put("max_prepared_transactions", "5");
        all.putAll(settings);
        try {
            TestServer server =
                    new TestServer(major, all, TestFolder.create("dbvitals-pg" + major + "-"), workingFolder);
            server.execute(
                    "CREATE EXTENSION pg_stat_statements",
                    "CREATE ROLE dbvitals LOGIN PASSWORD '" + PASSWORD + "' IN ROLE pg_monitor");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A hot standby that streams from this server through a slot of its own. The binaries hold no pg_basebackup, so this server is
     * stopped, copied and started again: its sessions end.
     */
    public TestServer standby(String slot) {
        try {
            execute("SELECT pg_create_physical_replication_slot('" + slot + "', true)");
            stop();
            Path copy = TestFolder.create("dbvitals-pg" + major + "-standby-");
            StandbyFiles.copy(data, copy);
            startAgain();
            Files.writeString(
                    copy.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=" + port + " user=postgres application_name=" + slot
                            + "'\n" + "primary_slot_name = '" + slot + "'\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            Files.createFile(copy.resolve("standby.signal"));
            return new TestServer(major, settings, copy, workingFolder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String url(String database) {
        return "postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** As the superuser. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", "postgres");
    }

    /** Each statement as the superuser in the database postgres, outside a transaction. */
    public void execute(String... statements) {
        executeIn("postgres", statements);
    }

    public void executeIn(String database, String... statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The first value, as the superuser in the database postgres; the empty text where there is no row. */
    public String ask(String sql) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Whether a statement of that client is answered, and its session has not ended. */
    public static boolean answers(Connection client) {
        try (Statement statement = client.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException e) {
            return false;
        }
    }

    /** How the exporter is to reach it: as dbvitals, at most three connections. */
    public TargetConfig.Postgres config() {
        return config("postgres", 3, TargetConfig.Databases.ONE);
    }

    public TargetConfig.Postgres config(String database, int maxConnections, TargetConfig.Databases databases) {
        return new TargetConfig.Postgres(
                "127.0.0.1",
                port,
                database,
                "dbvitals",
                new Secret.Literal(PASSWORD),
                Map.of(),
                maxConnections,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                "pg_catalog, public",
                databases);
    }

    /** A fast shutdown; sessions are ended by the server. */
    public void stop() {
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All its processes die at once, without a word to their clients. */
    public void kill() {
        signal("KILL");
        stop();
    }

    /** As the superuser before anybody else, without a password; then these lines of {@code pg_hba.conf}. */
    public void authenticate(String... lines) {
        List<String> all = new ArrayList<>(List.of("local all postgres trust", "host all postgres all trust"));
        all.addAll(List.of(lines));
        try {
            Files.write(data.resolve("pg_hba.conf"), all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        execute("SELECT pg_reload_conf()");
    }

    /** An element of {@code targets}: as dbvitals in that database; {@code keys} such as {@code , max_connections: 2}. */
    public String target(String name, String database, String keys) {
        return "  - {name: " + name + ", postgres: {url: \"" + url(database) + "\", user: dbvitals, password: \""
                + PASSWORD + "\"" + keys + "}}\n";
    }

    /** On the same port and data. */
    public void startAgain() {
        try {
            running = builder().setPort(port).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a signal, such as {@code STOP}, {@code CONT} or {@code KILL}, to the postmaster and all of its children. */
    public void signal(String name) {
        try {
            ProcessHandle postmaster = postmaster();
            String[] pids = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .map(process -> String.valueOf(process.pid()))
                    .toArray(String[]::new);
            String[] command = Stream.concat(Stream.of("kill", "-" + name), Stream.of(pids))
                    .toArray(String[]::new);
            new ProcessBuilder(command).start().waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A standby stops and starts again as one that replays and takes no sessions; until it is closed. */
    public void startWithoutHotStandby() {
        try {
            ProcessHandle.Info postmaster = postmaster().info();
            List<String> command = new ArrayList<>();
            if (System.getProperty("user.name").equals("root")) {
                // It refuses to run as root, as which it may still own its files.
                command.addAll(List.of("unshare", "-U"));
            }
            command.add(postmaster.command().orElseThrow());
            command.addAll(List.of(postmaster.arguments().orElseThrow()));
            stop();
            Files.writeString(data.resolve("postgresql.auto.conf"), "hot_standby = off\n", StandardOpenOption.APPEND);
            deaf = Optional.of(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It cannot be started again. */
    @Override
    public void close() {
        deaf.ifPresent(process -> {
            process.destroy();
            process.onExit().join();
        });
        stop();
        TestFolder.remove(data);
    }

    private ProcessHandle postmaster() throws IOException {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            return ProcessHandle.of(
                            Long.parseLong(lines.findFirst().orElseThrow().trim()))
                    .orElseThrow();
        }
    }

    private EmbeddedPostgres.Builder builder() {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setPgBinaryResolver((system, architecture) -> PostgresBinaries.of(major));
        settings.forEach(builder::setServerConfig);
        workingFolder.map(Path::toFile).ifPresent(builder::setOverrideWorkingDirectory);
        return builder;
    }
}
