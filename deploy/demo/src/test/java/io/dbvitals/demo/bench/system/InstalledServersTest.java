package io.dbvitals.demo.bench.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbvitals.demo.DemoException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** At real servers that must be installed; skipped where they are not, unless they are named in {@code services.required}. */
@EnabledOnOs(OS.LINUX)
class InstalledServersTest {
    private static final Pattern TARGET = Pattern.compile("\\{url: \"(.*)\", user: (.*), password: \"(.*)\"}");

    @Test
    void mariadb_has_its_tables_and_a_role_that_may_look(@TempDir Path folder)
            throws DemoException, InterruptedException, SQLException {
        Map<String, Path> programs = installed("mariadbd", "mariadb-install-db");
        try (Systems systems = new Systems(new Systems.Place(folder, folder, programs))) {
            systems.start(Set.of(Kind.MYSQL));

            Watched server = systems.all().get(0);
            assertThat(server.description()).matches("MariaDB [0-9.]+ with 50 tables");
            Matcher target = TARGET.matcher(server.target());
            assertThat(target.matches()).isTrue();
            try (Connection session = DriverManager.getConnection(
                            "jdbc:mariadb" + target.group(1).substring("mysql".length()) + "/",
                            target.group(2),
                            target.group(3));
                    Statement statement = session.createStatement()) {
                assertThat(number(
                                statement,
                                "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'shop'"))
                        .isEqualTo(50);
                assertThat(number(statement, "SELECT count(*) FROM shop.t49")).isEqualTo(500);
                assertThat(number(statement, "SELECT @@performance_schema + @@log_bin"))
                        .isEqualTo(2);
                statement.execute("SHOW ALL SLAVES STATUS");
            }
            assertThat(server.cpuMillis()).isPositive();
        }
    }

    @Test
    void mysqld_exporter_is_told_the_server_as_its_version_wants_it(@TempDir Path folder)
            throws DemoException, InterruptedException {
        Map<String, Path> programs = installed("mariadbd", "mariadb-install-db");
        try (Systems systems = new Systems(new Systems.Place(folder, folder, programs))) {
            systems.start(Set.of(Kind.MYSQL));
            Watched server = systems.all().get(0);

            assertThat(server.peer(Path.of("/x"), "0.14.0").environment().get("DATA_SOURCE_NAME"))
                    .matches("dbvitals:[0-9a-f-]+@\\(127\\.0\\.0\\.1:[0-9]+\\)/");
            assertThat(server.peer(Path.of("/x"), "0.14.0").words()).hasSize(2);
            Launch newer = server.peer(Path.of("/x"), "0.17.2");
            assertThat(newer.environment()).containsOnlyKeys("MYSQLD_EXPORTER_PASSWORD");
            assertThat(newer.listeningOn(12).subList(2, 4))
                    .containsExactly("--mysqld.username=dbvitals", "--web.listen-address=127.0.0.1:12");
        }
    }

    @Test
    void pgbouncer_lets_its_console_be_entered(@TempDir Path folder) throws DemoException, InterruptedException {
        Map<String, Path> programs = installed("pgbouncer");
        try (Systems systems = new Systems(new Systems.Place(folder, folder, programs))) {
            systems.start(Set.of(Kind.PGBOUNCER));

            Watched pool = systems.all().get(0);
            Matcher target = TARGET.matcher(pool.target());
            assertThat(target.matches()).isTrue();
            String url = "jdbc:" + target.group(1) + "?sslmode=disable";
            // After the login, this driver insists on a SET, which the console grants to admins only.
            assertThatThrownBy(() -> DriverManager.getConnection(url, target.group(2), target.group(3))
                            .close())
                    .hasMessageContaining("admin access needed");
            assertThatThrownBy(() -> DriverManager.getConnection(url, target.group(2), "wrong")
                            .close())
                    .hasMessageContaining("password authentication failed");
            assertThat(pool.cpuMillis()).isNotNegative();
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Map<String, Path> installed(String... names) {
        Map<String, Path> programs = new TreeMap<>();
        for (String name : names) {
            Optional<Path> program = Stream.concat(
                            Stream.of(System.getenv("PATH").split(":", -1)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                    .map(folder -> Path.of(folder, name))
                    .filter(Files::isExecutable)
                    .findFirst();
            if (!List.of(System.getProperty("services.required", "").split(",", -1))
                    .contains(names[0])) {
                assumeThat(program).as(name + " is installed").isPresent();
            }
            assertThat(program).as(name + " is installed").isPresent();
            programs.put(name, program.orElseThrow());
        }
        return programs;
    }
}
