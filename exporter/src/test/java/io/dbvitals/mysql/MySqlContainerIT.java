package io.dbvitals.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestMySql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** The MySQL that people run, where Docker answers; elsewhere nothing of it is tried. */
class MySqlContainerIT {
    @ParameterizedTest
    @ValueSource(strings = {"mysql:8.0", "mysql:8.4"})
    void shippedQueries_workWithTheRightsOfTheScript(String image) throws Exception {
        assumeThat(DockerClientFactory.instance().isDockerAvailable())
                .as("Docker answers")
                .isTrue();
        try (GenericContainer<?> container = new GenericContainer<>(image)) {
            container
                    .withEnv("MYSQL_ROOT_PASSWORD", "root")
                    .withExposedPorts(3306)
                    .waitingFor(Wait.forLogMessage(".*ready for connections.*port: 3306.*", 1))
                    .start();
            String url = "jdbc:mariadb://" + container.getHost() + ":" + container.getMappedPort(3306)
                    + "/?user=root&password=root&sslMode=trust";
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                for (String sql : TestMySql.script()) {
                    statement.execute(sql);
                }
                for (String more : new String[] {
                    "REFERENCES ON *.*", "SELECT ON mysql.user", "SELECT, EXECUTE ON sys.*", "REPLICATION SLAVE ON *.*"
                }) {
                    statement.execute("GRANT " + more + " TO dbvitals@'%'");
                }
            }
            try (MySqlStand stand = new MySqlStand(config(container), "*")) {
                stand.page();
                Samples page = stand.samples();
                assertThat(page.failed()).isEmpty();
                assertThat(stand.losses()).isEmpty();
                assertThat(page.value("mysql_up")).isEqualTo(1);
            }
        }
    }

    private static MySqlConfig config(GenericContainer<?> container) {
        return new MySqlConfig(
                container.getHost(),
                container.getMappedPort(3306),
                "",
                "dbvitals",
                new Secret.Literal(TestMySql.PASSWORD),
                new TlsConfig(
                        TlsConfig.Mode.TRUST, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                Map.of(),
                3,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Optional.empty());
    }
}
