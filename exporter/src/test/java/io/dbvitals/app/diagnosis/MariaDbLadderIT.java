package io.dbvitals.app.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.Step;
import io.dbvitals.http.Pki;
import io.dbvitals.testing.TestMySql;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault of a MariaDB server, on a real one. */
class MariaDbLadderIT {
    private static final String WRONG = "s3cret-but-wrong";

    private static TestMySql server;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void startServer() {
        server = TestMySql.mariaDb("--skip-ssl", "--performance-schema=ON");
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void goodServer_isWell() throws Exception {
        Climb.of(server.config())
                .isWell()
                .says(Step.TLS, "MariaDB", "not encrypted")
                .says(Step.DATABASE, "none is asked for")
                .says(Step.QUERY, "MariaDB 1", "SELECT 1 takes");
    }

    @Test
    void wrongAndMissingPassword_stopAtAuthentication() throws Exception {
        Finding wrong = Climb.of(server.config(WRONG, 1)).stopsAt(Step.AUTHENTICATION);
        assertThat(wrong.code()).isEqualTo("1045");
        assertThat(wrong.text()).startsWith("Access denied for user 'dbvitals'");
        assertThat(wrong.remedies()).contains("ALTER USER 'dbvitals'@'%' IDENTIFIED BY '…'");
        Finding missing = Climb.of(server.config("", 1)).stopsAt(Step.AUTHENTICATION);
        assertThat(missing.remedies())
                .containsExactly("give the target a password: password, password_file or password_command");
    }

    @Test
    void databases_areMissingAndForbidden() throws Exception {
        server.execute("CREATE DATABASE private");
        Climb gone = Climb.of(with("dbvitals", "gone", TlsConfig.OFF));
        gone.says(Step.AUTHENTICATION, "accepted");
        // Who may see no database is not told which there are.
        assertThat(gone.stopsAt(Step.DATABASE).code()).isIn("1044", "1049");
        Finding forbidden = Climb.of(with("dbvitals", "private", TlsConfig.OFF)).stopsAt(Step.DATABASE);
        assertThat(forbidden.remedies().get(0)).isEqualTo("GRANT SELECT ON `private`.* TO 'dbvitals'@'%'");
        server.execute(forbidden.remedies().get(0));
        Climb.of(with("dbvitals", "private", TlsConfig.OFF)).isWell().says(Step.DATABASE, "connected to private");
        server.execute(
                "CREATE USER wide@'%' IDENTIFIED BY '" + TestMySql.PASSWORD + "'", "GRANT ALL ON *.* TO wide@'%'");
        Finding missing = Climb.of(with("wide", "gone", TlsConfig.OFF)).stopsAt(Step.DATABASE);
        assertThat(missing.code()).isEqualTo("1049");
        assertThat(missing.remedies()).contains("CREATE DATABASE `gone`");
    }

    @Test
    void missingRights_areWarningsWithTheGrantsThatMendThem() throws Exception {
        server.execute("CREATE USER plain@'%' IDENTIFIED BY '" + TestMySql.PASSWORD + "'");
        Finding finding = Climb.of(with("plain", "", TlsConfig.OFF)).warnsAt(Step.PRIVILEGES);
        assertThat(finding.remedies())
                .contains("GRANT PROCESS ON *.* TO 'plain'@'%'", "GRANT SELECT ON performance_schema.* TO 'plain'@'%'")
                .anyMatch(remedy -> remedy.matches("GRANT (SLAVE|BINLOG) MONITOR ON .*"));
        server.execute(finding.remedies().toArray(String[]::new));
        Climb.of(with("plain", "", TlsConfig.OFF)).isWell();
    }

    @Test
    void limitOfTheUser_stopsAtAuthentication() throws Exception {
        server.execute("CREATE USER narrow@'%' IDENTIFIED BY '" + TestMySql.PASSWORD + "' WITH MAX_USER_CONNECTIONS 1");
        try (Connection only = java.sql.DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + server.port() + "/?sslMode=disable", "narrow", TestMySql.PASSWORD)) {
            assertThat(only.isValid(2)).isTrue();
            Finding finding = Climb.of(with("narrow", "", TlsConfig.OFF)).stopsAt(Step.AUTHENTICATION);
            assertThat(finding.code()).isEqualTo("1226");
            assertThat(finding.remedies().get(0)).startsWith("ALTER USER 'narrow'@'%' WITH MAX_USER_CONNECTIONS");
        }
    }

    @Test
    void connectionsThatRanOut_stopAtAuthentication() throws Exception {
        List<Connection> crowd = new ArrayList<>();
        try (TestMySql small = TestMySql.mariaDb("--max-connections=10")) {
            // One more is kept for the administrator.
            for (int i = 0; i < 11; i++) {
                crowd.add(small.connect());
            }
            Finding finding = Climb.of(small.config()).stopsAt(Step.AUTHENTICATION);
            assertThat(finding.code()).isEqualTo("1040");
            assertThat(finding.remedies().get(0)).startsWith("SET GLOBAL max_connections");
        } finally {
            for (Connection connection : crowd) {
                connection.close();
            }
        }
    }

    @Test
    void frozenServer_isGivenUp() throws Exception {
        try (TestMySql frozen = TestMySql.mariaDb()) {
            frozen.signal("STOP");
            try {
                Finding finding = Climb.of(frozen.config()).stopsAt(Step.TLS);
                assertThat(finding.text()).contains("says nothing within 3 s");
                assertThat(finding.remedies().get(0)).contains("hangs or is stopped");
            } finally {
                frozen.signal("CONT");
            }
        }
    }

    @Test
    void serverWithoutTls_stopsThoseWhoAskForIt() throws Exception {
        Finding finding = Climb.of(with("dbvitals", "", tls(TlsConfig.Mode.TRUST, Optional.empty())))
                .stopsAt(Step.TLS);
        assertThat(finding.text()).contains("speaks no TLS");
        assertThat(finding.remedies().get(0)).contains("ssl_cert and ssl_key");
    }

    @Test
    void certificate_isCheckedAsAskedFor() throws Exception {
        Pki pki = new Pki(folder);
        pki.sign("server", "RSA", "dns:db.example");
        pki.selfSign("other", "dns:other");
        Path ca = pki.certificate("ca", "ca.pem");
        Path stranger = pki.certificate("other", "other.pem");
        try (TestMySql encrypted = TestMySql.mariaDb(
                "--ssl-cert=" + pki.certificate("server", "server.pem"),
                "--ssl-key=" + pki.key("server", "server.key"))) {
            Finding unknown = Climb.of(
                            with(encrypted, "dbvitals", "", tls(TlsConfig.Mode.VERIFY_CA, Optional.of(stranger))))
                    .stopsAt(Step.TLS);
            assertThat(unknown.text()).contains("signed by CN=ca, who is not trusted");
            Finding named = Climb.of(with(encrypted, "dbvitals", "", tls(TlsConfig.Mode.VERIFY_FULL, Optional.of(ca))))
                    .stopsAt(Step.TLS);
            assertThat(named.text()).contains("certificate for db.example", "not for 127.0.0.1");
            Climb.of(with(encrypted, "dbvitals", "", tls(TlsConfig.Mode.VERIFY_CA, Optional.of(ca))))
                    .warnsAt(Step.TLS);
            encrypted.execute("SET GLOBAL require_secure_transport = ON");
            // MariaDB does not say why; MySQL does, by 3159.
            Finding plain = Climb.of(encrypted.config()).stopsAt(Step.AUTHENTICATION);
            assertThat(plain.remedies()).anyMatch(remedy -> remedy.contains("require_secure_transport"));
        }
    }

    private static TlsConfig tls(TlsConfig.Mode mode, Optional<Path> ca) {
        return new TlsConfig(mode, ca, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static MySqlConfig with(String user, String database, TlsConfig tls) {
        return with(server, user, database, tls);
    }

    private static MySqlConfig with(TestMySql of, String user, String database, TlsConfig tls) {
        MySqlConfig config = of.config();
        return new MySqlConfig(
                config.host(),
                config.port(),
                database,
                user,
                new Secret.Literal(TestMySql.PASSWORD),
                tls,
                Map.of(),
                1,
                config.connectTimeout(),
                config.statementTimeout(),
                config.lockTimeout(),
                Optional.empty());
    }
}
