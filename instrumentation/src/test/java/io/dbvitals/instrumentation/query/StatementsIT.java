package io.dbvitals.instrumentation.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.query.metrics.QueryMetrics;
import io.dbvitals.instrumentation.query.pattern.QueryStats;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class StatementsIT {
    private static EmbeddedPostgres server;

    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final QueryMetrics metrics = QueryMetrics.create();
    private QueryMonitor monitor;
    private DataSource watched;
    private Connection connection;

    @BeforeAll
    static void startServer() throws IOException {
        server = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void watch() throws SQLException {
        try (Connection bare = server.getPostgresDatabase().getConnection();
                Statement statement = bare.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS item; CREATE TABLE item (id int PRIMARY KEY, name text);"
                    + " INSERT INTO item SELECT i, 'item ' || i FROM generate_series(1, 100) i");
        }
        monitor = QueryMonitor.builder()
                .slowAfter(Duration.ofMillis(500))
                .onSlow(events::add)
                .metrics(metrics)
                .build();
        watched = monitor.watch(server.getPostgresDatabase());
        connection = watched.getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        monitor.close();
    }

    @Test
    void statements_areCountedWithRowsReadAndWritten() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT name FROM item WHERE id <= 7")) {
                assertThat(count(rows)).isEqualTo(7);
                assertThat(rows.getStatement()).isSameAs(statement);
            }
            assertThat(statement.execute("SELECT name FROM item WHERE id <= 5")).isTrue();
            assertThat(count(statement.getResultSet())).isEqualTo(5);
            assertThat(statement.executeUpdate("UPDATE item SET name = 'secret' WHERE id < 4"))
                    .isEqualTo(3);
            assertThat(statement.getConnection()).isSameAs(connection);
        }

        assertThat(stats("SELECT name FROM item WHERE id <= ?"))
                .returns(2L, QueryStats::executions)
                .returns(12L, QueryStats::rows);
        assertThat(stats("UPDATE item SET name = ? WHERE id < ?"))
                .returns(3L, QueryStats::rows)
                .returns("UPDATE", QueryStats::operation)
                .satisfies(stats -> assertThat(stats.database().system()).isEqualTo("postgresql"))
                .satisfies(stats -> assertThat(stats.database().namespace()).isEqualTo("postgres"));
        assertThat(monitor.report()).doesNotContain("secret");
        assertThat(metrics.collect().toString()).doesNotContain("secret");
    }

    @Test
    void preparedStatement_isCountedEachTimeItRuns() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select name from item where id in (?, ?)")) {
            for (int i = 1; i < 4; i++) {
                statement.setInt(1, i);
                statement.setInt(2, i + 1);
                assertThat(count(statement.executeQuery())).isEqualTo(2);
            }
        }
        try (CallableStatement call = connection.prepareCall("{ ? = call length('secret') }")) {
            call.registerOutParameter(1, java.sql.Types.INTEGER);
            call.execute();
            assertThat(call.getInt(1)).isEqualTo(6);
        }

        assertThat(stats("SELECT name FROM item WHERE id IN (?)"))
                .returns(3L, QueryStats::executions)
                .returns(6L, QueryStats::rows);
        assertThat(stats("{ ? = CALL length(?) }")).returns(1L, QueryStats::executions);
    }

    @Test
    void batch_isOneRun() throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement("INSERT INTO item VALUES (?, ?)")) {
            for (int i = 200; i < 210; i++) {
                prepared.setInt(1, i);
                prepared.setString(2, "secret");
                prepared.addBatch();
            }
            assertThat(prepared.executeBatch()).hasSize(10);
        }
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("DELETE FROM item WHERE id = 200");
            statement.addBatch("UPDATE item SET name = 'secret' WHERE id > 200");
            assertThat(statement.executeBatch()).containsExactly(1, 9);
        }

        assertThat(stats("INSERT INTO item VALUES (?, ?)"))
                .returns(1L, QueryStats::executions)
                .returns(10L, QueryStats::rows);
        assertThat(stats("DELETE FROM item WHERE id = ?; UPDATE item SET name = ? WHERE id > ?"))
                .returns(1L, QueryStats::executions)
                .returns(10L, QueryStats::rows);
    }

    @Test
    void failure_reachesTheApplicationAsItIs_andCounts() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO item VALUES (1, 'secret')"))
                    .isInstanceOf(SQLException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "23505");
        }

        assertThat(stats("INSERT INTO item VALUES (?, ?)"))
                .returns(1L, QueryStats::errors)
                .returns(1.0, QueryStats::errorRate);
        assertThat(metrics.collect().toString()).doesNotContain("secret");
    }

    @Test
    void slowStatement_isToldWhileItRuns_andOnceMoreWhenItHasEnded() throws Exception {
        ExecutorService application = Executors.newSingleThreadExecutor();
        try (Statement statement = connection.createStatement()) {
            Future<Boolean> query = application.submit(() -> statement.execute("SELECT pg_sleep(3600), 'secret'"));
            await().until(() -> !events.isEmpty());
            assertThat(query.isDone()).isFalse();
            assertThat(events).singleElement().satisfies(event -> {
                assertThat(event.kind()).isEqualTo("statement_running");
                assertThat(event.subject()).isEqualTo("SELECT pg_sleep(?), ?");
                assertThat(event.text()).matches("A statement has been running for \\d+\\.\\d{3} s: SELECT pg_sleep.*");
            });
            statement.cancel();
            await().until(() -> events.size() >= 2);
        } finally {
            application.shutdownNow();
        }

        assertThat(events).last().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("slow_statement");
            assertThat(event.attributes())
                    .containsEntry("error_type", "57014")
                    .containsEntry("db_namespace", "postgres");
        });
        assertThat(events.toString()).doesNotContain("secret");
    }

    @Test
    void wrapper_isAsTransparentAsAPool() throws SQLException {
        assertThat(connection.unwrap(PGConnection.class)).isNotNull();
        assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
        assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
        try (Connection another = watched.getConnection()) {
            assertThat(connection).isNotEqualTo(another);
        }
        assertThat(watched.isWrapperFor(DataSource.class)).isTrue();
        assertThat(List.of(connection)).contains(connection);
        connection.close();
        assertThat(connection.isClosed()).isTrue();
        assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
    }

    private QueryStats stats(String pattern) {
        return monitor.mostFrequent().stream()
                .filter(stats -> stats.pattern().equals(pattern))
                .findFirst()
                .orElseThrow(() -> new AssertionError(pattern + " is not in\n" + monitor.report()));
    }

    private static int count(ResultSet rows) throws SQLException {
        int count = 0;
        while (rows.next()) {
            count++;
        }
        return count;
    }
}
