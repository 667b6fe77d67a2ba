package io.dbvitals.testing;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TlsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real MariaDB or MySQL server of one's own, which a test may stop, start, freeze and kill. The programs are those of this machine:
 * {@code mariadbd} and {@code mysqld} on the path, or where the system properties {@code mariadbd} and {@code mysqld} say.
 */
public final class TestMySql implements AutoCloseable {
    public static final String PASSWORD = "s3cret-of-dbvitals";

    /** What the script for users grants; on which the exporter must get along. */
    private static final Path SCRIPT = Path.of("..", "scripts", "create_mysql_user.sql");

    private final List<String> command;
    private final Path data;
    private final int port;
    private final boolean mariaDb;
    private Process process;

    private TestMySql(boolean mariaDb, List<String> program, Path data, int port, List<String> options) {
        this.mariaDb = mariaDb;
        this.data = data;
        this.port = port;
        this.command = new ArrayList<>(program);
        command.addAll(List.of(
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data.resolve("data"),
                "--socket=" + data.resolve("sock"),
                "--pid-file=" + data.resolve("pid"),
                "--secure-file-priv=",
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--server-id=" + port,
                "--innodb-buffer-pool-size=32M",
                "--innodb-flush-log-at-trx-commit=0"));
        if (!mariaDb) {
            command.addAll(List.of("--mysqlx=OFF", "--secure-file-priv=NULL"));
        }
        command.addAll(options);
    }

    /** Skips the test where there is no {@code mariadbd}, unless it is among {@code services.required}. */
    public static TestMySql mariaDb(String... options) {
        return start(true, options);
    }

    /** Skips the test where there is no {@code mysqld} of MySQL. */
    public static TestMySql mySql(String... options) {
        return start(false, options);
    }

    private static TestMySql start(boolean mariaDb, String... options) {
        String name = mariaDb ? "mariadbd" : "mysqld";
        List<String> program = MySqlProgram.required(name);
        try {
            Path data = TestFolder.create("dbvitals-" + name + "-");
            TestMySql server = new TestMySql(mariaDb, program, data, freePort(), List.of(options));
            server.initialize();
            server.startAgain();
            server.createUser();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void initialize() throws IOException {
        List<String> initialize = mariaDb
                ? List.of(
                        "mariadb-install-db",
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + data.resolve("data"),
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db")
                : Stream.concat(command.stream(), Stream.of("--initialize-insecure"))
                        .toList();
        Process made = builder(initialize)
                .redirectOutput(data.resolve("initialize.log").toFile())
                .start();
        try {
            if (!made.waitFor(120, TimeUnit.SECONDS) || made.exitValue() != 0) {
                made.destroyForcibly();
                throw new IOException(Files.readString(data.resolve("initialize.log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A server that starts removes what it takes for its own leavings in the folder for temporary tables, so each has one of its own. */
    private ProcessBuilder builder(List<String> program) {
        ProcessBuilder builder = new ProcessBuilder(program).redirectErrorStream(true);
        builder.environment().put("TMPDIR", data.toString());
        return builder;
    }

    /** On the same port and data. */
    public void startAgain() {
        try {
            process = builder(command)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(data.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(this::answers);
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException(log());
        }
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** What the server wrote to its log. */
    public String log() throws IOException {
        return Files.readString(data.resolve("log"));
    }

    private void createUser() throws IOException {
        execute(script());
    }

    /** The statements of the script that users run, with a password of the tests, and connections for several exporters at a time. */
    public static String[] script() throws IOException {
        String script = Files.readString(SCRIPT)
                .replaceAll("(?m)^--.*$", "")
                .replace("CHANGE-ME", PASSWORD)
                .replace("MAX_USER_CONNECTIONS 8", "MAX_USER_CONNECTIONS 12");
        return Stream.of(script.split(";", -1))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toArray(String[]::new);
    }

    public int port() {
        return port;
    }

    /** The server's process, to see what it costs. */
    public long pid() {
        return process.pid();
    }

    /** As the administrator. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port
                + "/?user=root&allowPublicKeyRetrieval=true&sslMode=disable&connectTimeout=2000");
    }

    /** Each statement as the administrator. */
    public void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Of the first row, as the administrator; the empty text where there is none. */
    public String ask(String sql, int column) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(column)) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Makes this server follow that one and waits until it does. */
    public void follow(TestMySql primary) {
        primary.execute(
                "CREATE USER IF NOT EXISTS repl@'%' IDENTIFIED BY 'repl'",
                "GRANT REPLICATION SLAVE ON *.* TO repl@'%'");
        if (mariaDb) {
            execute(
                    "CHANGE MASTER TO master_host = '127.0.0.1', master_port = " + primary.port
                            + ", master_user = 'repl', master_password = 'repl', master_connect_retry = 1,"
                            + " master_use_gtid = slave_pos",
                    "START SLAVE");
        } else {
            execute(
                    "CHANGE REPLICATION SOURCE TO source_host = '127.0.0.1', source_port = " + primary.port
                            + ", source_user = 'repl', source_password = 'repl', source_connect_retry = 1,"
                            + " get_source_public_key = 1, source_ssl = 0, source_auto_position = 0",
                    "START REPLICA");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> ask(mariaDb ? "SHOW ALL SLAVES STATUS" : "SHOW REPLICA STATUS", mariaDb ? 13 : 11)
                        .equals("Yes"));
    }

    /** How the exporter is to reach it: as dbvitals, at most three connections. */
    public MySqlConfig config() {
        return config(PASSWORD, 3);
    }

    public MySqlConfig config(String password, int maxConnections) {
        return new MySqlConfig(
                "127.0.0.1",
                port,
                "",
                "dbvitals",
                new Secret.Literal(password),
                TlsConfig.OFF,
                mariaDb ? Map.of() : Map.of("allowPublicKeyRetrieval", "true"),
                maxConnections,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Optional.empty());
    }

    /** Sends a signal, such as {@code STOP}, {@code CONT} or {@code KILL}. */
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

    /** A clean end; sessions are ended by the server. */
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** It dies without a word to its clients. */
    public void kill() {
        process.destroyForcibly();
        stop();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        stop();
        TestFolder.remove(data);
    }
}
