package io.dbvitals.guard.mysql;

import static org.awaitility.Awaitility.await;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.sql.mysql.MySqlControl;
import io.dbvitals.testing.TestMySql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A MariaDB server, a guard that may do what it needs to, and clients; of one test, or registered for all of a class. */
public final class Stage implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String[] options;
    private TestMySql server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Client> clients = new ArrayList<>();

    /** Of a class: its server starts before the first test, or the tests are skipped where there is none. */
    public Stage(String... options) {
        this.options = options.clone();
    }

    /** Of a test, with its server started. */
    static Stage open(String... options) {
        Stage stage = new Stage(options);
        stage.start();
        return stage;
    }

    private void start() {
        server = TestMySql.mariaDb(options);
        server.execute(
                "CREATE DATABASE shop",
                "CREATE TABLE shop.orders (id int PRIMARY KEY, n int) ENGINE = InnoDB",
                "INSERT INTO shop.orders VALUES (1, 1), (2, 2), (3, 3)",
                "CREATE USER app@'%' IDENTIFIED BY 'app'",
                "GRANT ALL ON shop.* TO app@'%'",
                "CREATE USER guard@'%' IDENTIFIED BY 'guard'",
                "GRANT PROCESS, CONNECTION ADMIN ON *.* TO guard@'%'",
                "GRANT SELECT (User, Super_priv, Shutdown_priv, Repl_slave_priv) ON mysql.user TO guard@'%'");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        dismiss();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    public TestMySql server() {
        return server;
    }

    MySqlSessions guard() {
        return guard("guard", "guard");
    }

    MySqlSessions guard(String user, String password) {
        return guard(server, user, password);
    }

    MySqlSessions guardOf(TestMySql other) {
        return guard(other, "guard", "guard");
    }

    private static MySqlSessions guard(TestMySql server, String user, String password) {
        MySqlConfig own = server.config();
        MySqlConfig config = new MySqlConfig(
                own.host(),
                own.port(),
                "",
                user,
                new Secret.Literal(password),
                own.tls(),
                Map.of(),
                1,
                own.connectTimeout(),
                own.statementTimeout(),
                own.lockTimeout(),
                own.heartbeat());
        return MySqlSessions.of(config, MySqlControl.opener(config));
    }

    public Client app() throws SQLException {
        return client("app", "app");
    }

    public Client client(String user, String password) throws SQLException {
        Client client = new Client(DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + server.port() + (user.equals("app") ? "/shop" : "/") + "?user=" + user
                        + "&password=" + password + "&sslMode=disable"));
        clients.add(client);
        return client;
    }

    /** A program that reads the binary log for as long as it is let; it makes its user. */
    public Process binaryLogReader() throws IOException {
        server.execute("GRANT REPLICATION SLAVE ON *.* TO cdc@'%' IDENTIFIED BY 'cdc'");
        return new ProcessBuilder(
                        "mariadb-binlog",
                        "--no-defaults",
                        "--read-from-remote-server",
                        "--stop-never",
                        "--host=127.0.0.1",
                        "--port=" + server.port(),
                        "--user=cdc",
                        "--password=cdc",
                        server.ask("SHOW BINARY LOGS", 1))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Ends those of the test. */
    void dismiss() {
        clients.forEach(Client::close);
        clients.clear();
    }

    /** Looks until there is a session that fits. */
    static Snapshot lookFor(MySqlSessions guard, long id, Predicate<Session> fits) {
        return lookUntil(guard, snapshot -> snapshot.session(id).filter(fits).isPresent());
    }

    static Snapshot lookUntil(MySqlSessions guard, Predicate<Snapshot> fits) {
        return await().atMost(PATIENCE).until(guard::look, fits);
    }

    @Override
    public void close() {
        dismiss();
        threads.shutdownNow();
        if (server != null) {
            server.close();
        }
    }

    /** A session. */
    public final class Client implements AutoCloseable {
        private final Connection connection;
        public final long id;

        Client(Connection connection) throws SQLException {
            this.connection = connection;
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT connection_id()")) {
                rows.next();
                this.id = rows.getLong(1);
            }
        }

        public Client run(String... all) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                for (String sql : all) {
                    statement.execute(sql);
                }
            }
            return this;
        }

        /** Ends with an exception if the statement does. */
        public CompletableFuture<Void> begin(String sql) {
            return CompletableFuture.runAsync(
                    () -> {
                        try {
                            run(sql);
                        } catch (SQLException e) {
                            throw new IllegalStateException(e.getErrorCode() + " " + e.getMessage(), e);
                        }
                    },
                    threads);
        }

        public boolean alive() throws SQLException {
            return connection.isValid(5);
        }

        @Override
        public void close() {
            try {
                connection.abort(threads);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
