package io.dbvitals.instrumentation.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dbvitals.instrumentation.pool.state.Health;
import io.dbvitals.instrumentation.pool.state.PoolSnapshot;
import io.dbvitals.instrumentation.query.QueryMonitor;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/** A pool that tells nothing of itself, over a real server. */
class WatchedDataSourceIT {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void anyPool_isWatched() throws SQLException {
        PoolMonitor monitor = PoolMonitor.named("orders").max(1).unscheduled().start();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(250);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            DataSource watched = monitor.watch(pool);
            try (Connection connection = watched.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 1")) {
                assertThat(rows.next()).isTrue();
                assertThat(monitor.snapshot().now().active()).isEqualTo(1);
                assertThatThrownBy(watched::getConnection).isInstanceOf(SQLTransientConnectionException.class);
            }
            PoolSnapshot seen = monitor.snapshot();
            assertThat(seen.now().active()).isZero();
            assertThat(seen.now().waiting()).isZero();
            assertThat(seen.timeouts()).isEqualTo(1);
            assertThat(seen.errors()).isZero();
            assertThat(seen.waits().count()).isEqualTo(2);
            assertThat(seen.waits().max()).isGreaterThanOrEqualTo(Duration.ofMillis(250));
            assertThat(seen.uses().count()).isEqualTo(1);
            assertThat(watched.unwrap(HikariDataSource.class)).isSameAs(pool);
            assertThat(watched.isWrapperFor(HikariDataSource.class)).isTrue();
        }
    }

    @Test
    void connection_isThePoolsOwnInAllElse() throws SQLException {
        PGSimpleDataSource plain = new PGSimpleDataSource();
        plain.setUrl(server.getJdbcUrl("postgres", "postgres"));
        PoolMonitor monitor = PoolMonitor.named("plain").max(5).unscheduled().start();
        Connection connection = monitor.watch(plain).getConnection();
        try (Statement statement = connection.createStatement()) {
            assertThat(connection.unwrap(PGConnection.class)).isNotNull();
            assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
            assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
            assertThat(Set.of(connection)).contains(connection).doesNotContain(plain.getConnection());
            assertThatThrownBy(() -> statement.execute("SELECT nothing"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("nothing");
        }
        connection.abort(Runnable::run);
        connection.close();
        assertThat(monitor.snapshot().now().active()).isZero();
        assertThat(monitor.snapshot().uses().count()).isEqualTo(1);
        plain.setDatabaseName("nowhere");
        assertThatThrownBy(monitor.watch(plain)::getConnection).isInstanceOf(SQLException.class);
        assertThat(monitor.snapshot().errors()).isEqualTo(1);
    }

    @Test
    void borrower_isTheApplication_alsoBehindWatchedStatements() throws SQLException {
        PGSimpleDataSource plain = new PGSimpleDataSource();
        plain.setUrl(server.getJdbcUrl("postgres", "postgres"));
        PoolMonitor monitor = PoolMonitor.named("plain")
                .max(5)
                .noteBorrowers()
                .leakAfter(Duration.ZERO)
                .unscheduled()
                .start();
        try (QueryMonitor queries = QueryMonitor.builder().build();
                Connection connection = queries.watch(monitor.watch(plain)).getConnection()) {
            assertThat(connection.isValid(5)).isTrue();
            assertThat(monitor.snapshot().leaks())
                    .singleElement()
                    .satisfies(leak -> assertThat(leak.borrower().get(0).getMethodName())
                            .isEqualTo("borrower_isTheApplication_alsoBehindWatchedStatements"));
        }
    }

    @Test
    void ping_asksTheServer() {
        PoolMonitor monitor = PoolMonitor.named("orders")
                .healthCheck(
                        HealthCheck.ping(server.getPostgresDatabase(), Duration.ofSeconds(10)), Duration.ofSeconds(30))
                .unscheduled()
                .start();
        monitor.sample();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> monitor.snapshot().health().status() == Health.Status.UP);
        monitor.close();
    }
}
