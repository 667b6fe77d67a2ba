package io.dbvitals.app.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.Step;
import io.dbvitals.http.Pki;
import io.dbvitals.testing.TestFolder;
import io.dbvitals.testing.TestServer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault of a PostgreSQL server, on a real one. */
class PostgresLadderIT {
    private static TestServer server;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void startServer() throws Exception {
        server = TestServer.start(17);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void goodServer_isWell() throws Exception {
        Climb.of(server.config())
                .isWell()
                .says(Step.CONFIGURATION, "user dbvitals, a password, sslmode=prefer")
                .says(Step.TLS, "not encrypted")
                .says(Step.PRIVILEGES, "pg_monitor")
                .says(Step.QUERY, "PostgreSQL 17.", "SELECT 1 takes");
    }

    @Test
    void staleAddress_isAWarningBehindAndAnErrorBeforeTheGoodOne() throws Exception {
        InetAddress good = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        InetAddress stale = InetAddress.getByAddress(new byte[] {127, 0, 0, 9});
        TargetConfig.Postgres config = server.config();

        Finding behind = Climb.of(config, host -> List.of(good, stale)).warnsAt(Step.TCP);
        assertThat(behind.text()).contains("127.0.0.1:" + config.port() + " accepts", "127.0.0.9:" + config.port());
        assertThat(behind.remedies().get(0)).contains("take stale ones out of DNS");
        Finding before = Climb.of(config, host -> List.of(stale, good)).stopsAt(Step.TCP);
        assertThat(before.remedies().get(0)).contains("dbvitals takes the first");
    }

    @Test
    void wrongPassword_stopsAtAuthentication() throws Exception {
        server.authenticate("host all all all scram-sha-256");
        try {
            Finding finding = Climb.of(with(server, "dbvitals", "s3cret-but-wrong", "postgres", Map.of()))
                    .stopsAt(Step.AUTHENTICATION);
            assertThat(finding.code()).isEqualTo("28P01");
            assertThat(finding.text()).contains("password authentication failed");
            assertThat(finding.remedies()).contains("ALTER ROLE \"dbvitals\" PASSWORD '…'");
        } finally {
            server.authenticate("host all all all trust");
        }
    }

    @Test
    void refusalOfPgHba_namesTheLineThatIsMissing() throws Exception {
        server.authenticate("host none all all trust");
        try {
            Finding finding = Climb.of(server.config()).stopsAt(Step.AUTHENTICATION);
            assertThat(finding.remedies().get(0))
                    .contains("host \"postgres\" \"dbvitals\" 127.0.0.1/32 scram-sha-256", "pg_reload_conf()");
            assertThat(finding.remedies().get(1)).contains("sslmode=require");
        } finally {
            server.authenticate("host all all all trust");
        }
    }

    @Test
    void roles_areMadeAndMended() throws Exception {
        server.execute("CREATE ROLE mute NOLOGIN", "CREATE ROLE narrow LOGIN CONNECTION LIMIT 0");
        assertThat(Climb.of(with(server, "nobody", "", "postgres", Map.of()))
                        .stopsAt(Step.AUTHENTICATION)
                        .remedies())
                .containsExactly("CREATE ROLE \"nobody\" LOGIN PASSWORD '…' IN ROLE pg_monitor");
        assertThat(Climb.of(with(server, "mute", "", "postgres", Map.of()))
                        .stopsAt(Step.AUTHENTICATION)
                        .remedies())
                .containsExactly("ALTER ROLE \"mute\" LOGIN");
        assertThat(Climb.of(with(server, "narrow", "", "postgres", Map.of()))
                        .stopsAt(Step.AUTHENTICATION)
                        .remedies()
                        .get(0))
                .startsWith("ALTER ROLE \"narrow\" CONNECTION LIMIT -1");
    }

    @Test
    void databases_areMissingClosedFullAndForbidden() throws Exception {
        server.execute(
                "CREATE DATABASE closed ALLOW_CONNECTIONS false",
                "CREATE DATABASE full_up CONNECTION LIMIT 0",
                "CREATE DATABASE private",
                "REVOKE CONNECT ON DATABASE private FROM PUBLIC");
        Climb missing = Climb.of(with(server, "dbvitals", "", "gone", Map.of()));
        missing.says(Step.AUTHENTICATION, "accepted");
        assertThat(missing.stopsAt(Step.DATABASE).remedies()).contains("CREATE DATABASE \"gone\"");
        assertThat(missing.stopsAt(Step.DATABASE).code()).isEqualTo("3D000");
        assertThat(remedies("closed")).containsExactly("ALTER DATABASE \"closed\" ALLOW_CONNECTIONS true");
        assertThat(remedies("full_up")).contains("ALTER DATABASE \"full_up\" CONNECTION LIMIT -1");
        assertThat(remedies("private")).containsExactly("GRANT CONNECT ON DATABASE \"private\" TO \"dbvitals\"");
    }

    @Test
    void missingRight_isAWarningWithTheGrantThatMendsIt() throws Exception {
        server.execute("CREATE ROLE plain LOGIN");
        TargetConfig.Postgres config = with(server, "plain", "", "postgres", Map.of());
        Finding finding = Climb.of(config).warnsAt(Step.PRIVILEGES);
        assertThat(finding.remedies()).containsExactly("GRANT pg_monitor TO \"plain\"");
        server.execute(finding.remedies().get(0));
        Climb.of(config).isWell();
    }

    @Test
    void connectionsThatRanOut_stopAtAuthentication() throws Exception {
        List<Connection> crowd = new ArrayList<>();
        try (TestServer small = TestServer.start(
                17, Map.of("max_connections", "8", "superuser_reserved_connections", "3", "max_wal_senders", "0"))) {
            for (int i = 0; i < 5; i++) {
                crowd.add(small.connect("postgres"));
            }
            Finding finding = Climb.of(small.config()).stopsAt(Step.AUTHENTICATION);
            assertThat(finding.code()).isEqualTo("53300");
            assertThat(finding.remedies().get(0)).contains("max_connections");
        } finally {
            for (Connection connection : crowd) {
                connection.close();
            }
        }
    }

    @Test
    void frozenServer_isGivenUp() throws Exception {
        try (TestServer frozen = TestServer.start(17)) {
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
    void serverWithoutTls_stopsOnlyThoseWhoAskForIt() throws Exception {
        Finding finding = Climb.of(with(server, "dbvitals", "", "postgres", Map.of("sslmode", "require")))
                .stopsAt(Step.TLS);
        assertThat(finding.text()).contains("speaks no TLS", "sslmode=require");
        assertThat(finding.remedies()).anyMatch(remedy -> remedy.contains("ssl = on"));
        assertThat(finding.remedies()).anyMatch(remedy -> remedy.contains("sslmode=disable"));
        Climb.of(with(server, "dbvitals", "", "postgres", Map.of("sslmode", "disable")))
                .isWell();
    }

    @Test
    void certificate_isToldAndCheckedAsAskedFor() throws Exception {
        Pki pki = new Pki(folder);
        pki.sign("server", "RSA", "dns:db.example");
        pki.sign("local", "RSA", "ip:127.0.0.1");
        pki.selfSign("other", "dns:other");
        String ca = pki.certificate("ca", "ca.pem").toString();
        String stranger = pki.certificate("other", "other.pem").toString();
        try (TestServer encrypted = encrypted(pki, "server")) {
            Climb.of(with(encrypted, "dbvitals", "", "postgres", Map.of()))
                    .says(Step.TLS, "TLSv1.3, certificate for db.example, 29 days left");
            Finding unknown = Climb.of(with(
                            encrypted,
                            "dbvitals",
                            "",
                            "postgres",
                            Map.of("sslmode", "verify-ca", "sslrootcert", stranger)))
                    .stopsAt(Step.TLS);
            assertThat(unknown.text()).contains("signed by CN=ca, who is not trusted");
            assertThat(unknown.remedies().get(0)).contains("sslrootcert", stranger);
            Finding named = Climb.of(with(
                            encrypted, "dbvitals", "", "postgres", Map.of("sslmode", "verify-full", "sslrootcert", ca)))
                    .stopsAt(Step.TLS);
            assertThat(named.text()).contains("not for 127.0.0.1");
            assertThat(named.remedies()).anyMatch(remedy -> remedy.contains("sslmode=verify-ca"));
            // Of thirty days less than thirty are left: it is soon to be renewed.
            assertThat(Climb.of(with(
                                    encrypted,
                                    "dbvitals",
                                    "",
                                    "postgres",
                                    Map.of("sslmode", "verify-ca", "sslrootcert", ca)))
                            .warnsAt(Step.TLS)
                            .remedies()
                            .get(0))
                    .contains("renew the server's certificate before");
            Finding file = Climb.of(with(
                            encrypted,
                            "dbvitals",
                            "",
                            "postgres",
                            Map.of("sslmode", "verify-ca", "sslrootcert", "/nowhere/ca.pem")))
                    .stopsAt(Step.CONFIGURATION);
            assertThat(file.text()).contains("/nowhere/ca.pem cannot be read");
        }
    }

    @Test
    void standbyWithoutHotStandby_takesNoSessions() throws Exception {
        try (TestServer primary = TestServer.start(17);
                TestServer standby = primary.standby("second")) {
            Climb.of(standby.config()).isWell().says(Step.QUERY, "a replica");
            standby.startWithoutHotStandby();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> Climb.of(standby.config())
                            .diagnosis()
                            .of(Step.AUTHENTICATION)
                            .finding()
                            .text()
                            .contains("not accepting connections"));
            Finding finding = Climb.of(standby.config()).stopsAt(Step.AUTHENTICATION);
            assertThat(finding.code()).isEqualTo("57P03");
            assertThat(finding.remedies().get(0)).contains("hot_standby = on");
        }
    }

    private static List<String> remedies(String database) throws InterruptedException {
        return Climb.of(with(server, "dbvitals", "", database, Map.of()))
                .stopsAt(Step.DATABASE)
                .remedies();
    }

    private static TestServer encrypted(Pki pki, String name) throws Exception {
        Path cert = pki.certificate(name, name + ".pem");
        Path key = pki.key(name, name + ".key");
        Path home = TestFolder.create("dbvitals-tls-");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path serverCert = Files.copy(cert, home.resolve("server.pem"));
        Path serverKey = Files.copy(key, home.resolve("server.key"));
        Files.setPosixFilePermissions(serverCert, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(serverKey, PosixFilePermissions.fromString("rw-------"));
        return TestServer.start(
                17, Map.of("ssl", "on", "ssl_cert_file", serverCert.toString(), "ssl_key_file", serverKey.toString()));
    }

    private static TargetConfig.Postgres with(
            TestServer of, String user, String password, String database, Map<String, String> parameters) {
        TargetConfig.Postgres config = of.config();
        return new TargetConfig.Postgres(
                config.host(),
                config.port(),
                database,
                user,
                password.isEmpty() ? Secret.NONE : new Secret.Literal(password),
                parameters,
                1,
                config.connectTimeout(),
                config.statementTimeout(),
                config.lockTimeout(),
                config.searchPath(),
                config.databases());
    }
}
