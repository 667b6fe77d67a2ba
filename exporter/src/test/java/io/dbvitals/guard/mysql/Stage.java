package io.dbvitals.guard.mysql;

import static org.awaitility.Awaitility.await;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.sql.mysql.MySqlControl;
import io.dbvitals.testing.TestMySql;
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

/** A MariaDB server, a guard that may do what it needs to, and clients. */
public final class Stage implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    public final TestMySql server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Client> clients = new ArrayList<>();

    public Stage(String... options) {
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

    /** Ends those of the test. */
    public void dismiss() {
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
        server.close();
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
