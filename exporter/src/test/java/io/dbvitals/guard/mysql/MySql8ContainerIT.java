package io.dbvitals.guard.mysql;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.guard.session.GuardedServer.Ending;
import io.dbvitals.guard.session.GuardedServer.Means;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.sql.mysql.MySqlControl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** The MySQL that people run, where Docker answers; elsewhere nothing of it is tried. */
class MySql8ContainerIT {
    private static final Duration WAIT = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(strings = {"mysql:8.0", "mysql:8.4"})
    void rootsAndLongStatements_areFoundAndEnded_withTheRightsThatItTakes(String image) throws Exception {
        assumeThat(DockerClientFactory.instance().isDockerAvailable())
                .as("Docker answers")
                .isTrue();
        try (GenericContainer<?> container = new GenericContainer<>(image)) {
            container
                    .withEnv("MYSQL_ROOT_PASSWORD", "root")
                    .withExposedPorts(3306)
                    .waitingFor(Wait.forLogMessage(".*ready for connections.*port: 3306.*", 1))
                    .start();
            try (Connection root = connect(container, "root", "")) {
                run(
                        root,
                        "CREATE DATABASE shop",
                        "CREATE TABLE shop.orders (id int PRIMARY KEY, n int)",
                        "INSERT INTO shop.orders VALUES (1, 1), (2, 2)",
                        "CREATE USER app@'%' IDENTIFIED BY 'app'",
                        "GRANT ALL ON shop.* TO app@'%'",
                        "CREATE USER weak@'%' IDENTIFIED BY 'weak'",
                        "GRANT PROCESS ON *.* TO weak@'%'",
                        "GRANT SELECT ON performance_schema.* TO weak@'%'",
                        "CREATE USER guard@'%' IDENTIFIED BY 'guard'",
                        "GRANT PROCESS, CONNECTION_ADMIN ON *.* TO guard@'%'",
                        "GRANT SELECT ON performance_schema.* TO guard@'%'");
            }
            endsRoot(container);
            endsLongStatement(container);
            needsTheRight(container);
        }
    }

    private static void endsRoot(GenericContainer<?> container) throws Exception {
        try (MySqlSessions guard = guard(container, "guard");
                Connection holder = connect(container, "app", "shop");
                Connection waiter = connect(container, "app", "shop")) {
            run(holder, "BEGIN", "UPDATE orders SET n = 5 WHERE id = 1");
            long root = id(holder);
            long victim = id(waiter);
            CompletableFuture<Void> waiting = begin(waiter, "UPDATE orders SET n = 6 WHERE id = 1");
            Snapshot seen =
                    lookUntil(guard, snapshot -> !snapshot.waits().roots().isEmpty());
            assertThat(seen.missing()).isEmpty();
            assertThat(seen.waits().roots()).singleElement().satisfies(each -> {
                assertThat(each.blocker()).isEqualTo(root);
                assertThat(each.victims()).containsExactly(victim);
            });
            Session blocker = seen.session(root).orElseThrow();
            assertThat(blocker.state()).isEqualTo(State.IDLE_IN_TRANSACTION);
            assertThat(guard.end(blocker, Means.TERMINATE, WAIT)).isEqualTo(Ending.DONE);
            waiting.get(20, SECONDS);
        }
    }

    private static void endsLongStatement(GenericContainer<?> container) throws Exception {
        try (MySqlSessions guard = guard(container, "guard");
                Connection busy = connect(container, "app", "shop")) {
            long id = id(busy);
            CompletableFuture<Void> running = begin(busy, "SELECT SLEEP(60)");
            Session seen = lookUntil(guard, snapshot -> active(snapshot, id))
                    .session(id)
                    .orElseThrow();
            assertThat(seen.statement()).isEqualTo("SELECT");
            assertThat(guard.end(seen, Means.CANCEL, WAIT)).isEqualTo(Ending.DONE);
            assertThat(running.handle((done, thrown) -> true).get(20, SECONDS)).isTrue();

            CompletableFuture<Void> next = begin(busy, "SELECT SLEEP(61)");
            lookUntil(guard, snapshot -> active(snapshot, id));
            assertThat(guard.end(seen, Means.TERMINATE, WAIT)).isEqualTo(Ending.CHANGED);
            assertThat(next).isNotDone();
            assertThat(guard.end(seen, Means.EVICT, WAIT)).isEqualTo(Ending.DONE);
            assertThat(busy.isValid(5)).isFalse();
        }
    }

    private static void needsTheRight(GenericContainer<?> container) throws Exception {
        try (MySqlSessions weak = guard(container, "weak");
                Connection busy = connect(container, "app", "shop")) {
            long id = id(busy);
            CompletableFuture<Void> running = begin(busy, "SELECT SLEEP(62)");
            Snapshot seen = lookUntil(weak, snapshot -> active(snapshot, id));
            assertThat(seen.missing())
                    .containsExactly(
                            "sessions of other users cannot be ended: GRANT CONNECTION_ADMIN ON *.* TO the monitoring user");
            assertThat(weak.end(seen.session(id).orElseThrow(), Means.CANCEL, WAIT))
                    .isEqualTo(Ending.DENIED);
            assertThat(running).isNotDone();
        }
    }

    private static boolean active(Snapshot snapshot, long id) {
        return snapshot.session(id).filter(each -> each.state() == State.ACTIVE).isPresent();
    }

    private static Snapshot lookUntil(MySqlSessions guard, Predicate<Snapshot> fits) {
        return await().atMost(Duration.ofSeconds(30)).until(guard::look, fits);
    }

    private static MySqlSessions guard(GenericContainer<?> container, String user) {
        MySqlConfig config = new MySqlConfig(
                container.getHost(),
                container.getMappedPort(3306),
                "",
                user,
                new Secret.Literal(user),
                new TlsConfig(
                        TlsConfig.Mode.TRUST, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                Map.of(),
                1,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Optional.empty());
        return MySqlSessions.of(config, MySqlControl.opener(config));
    }

    /** Each user's password is its name. */
    private static Connection connect(GenericContainer<?> container, String user, String database) throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://" + container.getHost() + ":"
                + container.getMappedPort(3306) + "/" + database + "?user=" + user + "&password=" + user
                + "&sslMode=trust");
    }

    private static void run(Connection connection, String... all) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : all) {
                statement.execute(sql);
            }
        }
    }

    private static CompletableFuture<Void> begin(Connection connection, String sql) {
        return CompletableFuture.runAsync(() -> {
            try {
                run(connection, sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static long id(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT connection_id()")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
