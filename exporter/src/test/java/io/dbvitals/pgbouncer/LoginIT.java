package io.dbvitals.pgbouncer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.testing.TestPgBouncer;
import io.dbvitals.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginIT {
    private static TestServer postgres;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() {
        postgres = TestServer.start(17);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"trust", "plain", "md5", "scram-sha-256"})
    void everyAuthentication_letsIn(String authentication) throws Exception {
        try (TestPgBouncer bouncer = TestPgBouncer.start(postgres, authentication, Map.of());
                PgBouncerServer server = new PgBouncerServer(bouncer.config())) {
            assertThat(server.openConnections()).isZero();
            ServerFacts facts = server.facts(soon());
            assertThat(facts.engine()).isEqualTo(Engine.PGBOUNCER);
            assertThat(facts.version()).startsWith(TestPgBouncer.version()).matches("\\d+\\.\\d+\\.\\d+");
            assertThat(facts.startedAt()).isEqualTo(Instant.EPOCH);
            assertThat(facts.databases()).containsExactly("pgbouncer");
            assertThat(server.facts(soon())).as("stable between scrapes").isEqualTo(facts);
            assertThat(server.openConnections()).isEqualTo(1);
            assertThat(server.databaseFacts("pgbouncer", soon()).settings())
                    .containsEntry("auth_type", authentication)
                    .containsEntry("default_pool_size", "2");
            server.close();
            assertThat(server.openConnections()).isZero();
            assertFails(server, Reason.UNREACHABLE, "no longer a target");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "md5", "scram-sha-256"})
    void namesAndPasswordsBeyondAscii_letIn(String authentication) throws Exception {
        // Prepared by SASLprep, the Roman nine is two letters; only SCRAM does that.
        String password = authentication.equals("scram-sha-256") ? "naïveIX" : "naïve\u2168";
        try (TestPgBouncer bouncer = TestPgBouncer.start(postgres, authentication, Map.of());
                PgBouncerServer prepared =
                        new PgBouncerServer(bouncer.config("paßwort", password, "pgbouncer", TlsConfig.OFF));
                PgBouncerServer asWritten =
                        new PgBouncerServer(bouncer.config("paßwort", "naïve\u2168", "pgbouncer", TlsConfig.OFF))) {
            assertThat(prepared.facts(soon()).version()).isNotEmpty();
            assertThat(asWritten.facts(soon()).version()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "md5", "scram-sha-256"})
    void wrongPassword_isDeniedAndNotTriedAgainUntilItChanges(String authentication) throws Exception {
        Path file = Files.writeString(folder.resolve(authentication), "wrong-one\n");
        try (TestPgBouncer bouncer = TestPgBouncer.start(postgres, authentication, Map.of())) {
            PgBouncerConfig as = bouncer.config();
            PgBouncerConfig rotated = new PgBouncerConfig(
                    as.host(),
                    as.port(),
                    as.database(),
                    as.user(),
                    new Secret.File(file),
                    as.tls(),
                    as.connectTimeout(),
                    as.timeout());
            try (PgBouncerServer server = new PgBouncerServer(rotated)) {
                assertFails(server, Reason.DENIED, "check user and password");
                assertFails(server, Reason.DENIED, "tried again in 1");
                assertThat(server.openConnections()).isZero();
                Files.writeString(file, TestPgBouncer.PASSWORD);
                assertThat(server.facts(soon()).version()).isNotEmpty();
            }
        }
    }

    @Test
    void otherRefusals_nameTheirRemedies() throws Exception {
        try (TestPgBouncer bouncer = TestPgBouncer.start(postgres)) {
            assertFails(bouncer, "app", TestPgBouncer.PASSWORD, "pgbouncer", Reason.DENIED, "stats_users");
            assertFails(bouncer, "stats", TestPgBouncer.PASSWORD, "nodb", Reason.DENIED, "must be the admin console's");
            assertFails(bouncer, "app", TestPgBouncer.PASSWORD, "shop", Reason.UNSUPPORTED, "is no admin console");
            assertFails(bouncer, "nobody", "x", "pgbouncer", Reason.DENIED, "check user and password");
            assertFails(bouncer, "stats", "", "pgbouncer", Reason.DENIED, "the target has none");
        }
    }

    @Test
    void onlyWhatShowsSomething_isSent() throws Exception {
        try (TestPgBouncer bouncer = TestPgBouncer.start(postgres);
                PgBouncerServer server = new PgBouncerServer(
                        bouncer.config("admin", TestPgBouncer.PASSWORD, "pgbouncer", TlsConfig.OFF))) {
            for (String command : List.of(
                    "PAUSE",
                    "SHUTDOWN",
                    "show fds",
                    "SHOW /* x */ FDS",
                    "SHOW POOLS; KILL",
                    "RELOAD -- SHOW",
                    "SET x=1")) {
                assertThatThrownBy(() -> server.read(statement(command), soon(), rows -> 1))
                        .as(command)
                        .isInstanceOfSatisfying(
                                CollectException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED))
                        .hasMessageContaining("only SHOW");
            }
            assertThat(server.openConnections()).isZero();
            // The console's own grammar has no comments.
            assertThat(server.<Integer>read(
                            statement("/* q */ SHOW POOLS -- all\n;"), soon(), rows -> rows.columnCount()))
                    .isGreaterThan(10);
            server.check(statement("show config"), soon());
            assertThatThrownBy(() -> server.check(statement("SHOW NOTHING"), soon()))
                    .isInstanceOfSatisfying(
                            CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED))
                    .hasMessageContaining("may be too old");
            assertThat(server.openConnections())
                    .as("an error is no reason to hang up")
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TRUST, false, '', ''",
        "VERIFY_CA, true, '', ''",
        "VERIFY_CA, false, '', TLS failed",
        "VERIFY_FULL, true, bouncer.test, ''",
        "VERIFY_FULL, true, other.test, TLS failed",
        "VERIFY_FULL, true, '', TLS failed",
        "OFF, false, '', 'SSL required'"
    })
    void tls_isAsStrictAsConfigured(TlsConfig.Mode mode, boolean authority, String name, String error)
            throws Exception {
        TestCertificate certificate = TestCertificate.make();
        TlsConfig tls = new TlsConfig(
                mode,
                authority ? Optional.of(certificate.file()) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                name.isEmpty() ? Optional.empty() : Optional.of(name));
        try (TestPgBouncer bouncer = TestPgBouncer.start(
                        postgres,
                        "scram-sha-256",
                        Map.of(
                                "client_tls_sslmode", "require",
                                "client_tls_cert_file", certificate.file().toString(),
                                "client_tls_key_file", certificate.key().toString()));
                PgBouncerServer server =
                        new PgBouncerServer(bouncer.config("stats", TestPgBouncer.PASSWORD, "pgbouncer", tls))) {
            if (error.isEmpty()) {
                assertThat(server.facts(soon()).version()).isNotEmpty();
                assertThat(server.<String>read(statement("SHOW CLIENTS"), soon(), rows -> {
                            rows.next();
                            int column = 0;
                            while (!rows.columnName(column).equals("tls")) {
                                column++;
                            }
                            return rows.text(column);
                        }))
                        .startsWith("TLSv1.");
            } else {
                assertThatThrownBy(() -> server.facts(soon()))
                        .isInstanceOf(CollectException.class)
                        .hasMessageContaining(error);
            }
        }
    }

    @Test
    void clientCertificate_isShown() throws Exception {
        TestCertificate certificate = TestCertificate.make();
        TlsConfig tls = new TlsConfig(
                TlsConfig.Mode.VERIFY_CA,
                Optional.of(certificate.file()),
                Optional.of(certificate.file()),
                Optional.of(certificate.key()),
                Optional.empty());
        try (TestPgBouncer bouncer = TestPgBouncer.start(
                        postgres,
                        "cert",
                        Map.of(
                                "client_tls_sslmode", "verify-full",
                                "client_tls_ca_file", certificate.file().toString(),
                                "client_tls_cert_file", certificate.file().toString(),
                                "client_tls_key_file", certificate.key().toString()));
                PgBouncerServer with = new PgBouncerServer(bouncer.config("stats", "", "pgbouncer", tls))) {
            assertThat(with.facts(soon()).version()).isNotEmpty();
        }
    }

    private static void assertFails(
            TestPgBouncer bouncer, String user, String password, String database, Reason reason, String message)
            throws Exception {
        try (PgBouncerServer server = new PgBouncerServer(bouncer.config(user, password, database, TlsConfig.OFF))) {
            assertFails(server, reason, message);
        }
    }

    private static void assertFails(PgBouncerServer server, Reason reason, String message) {
        assertThatThrownBy(() -> server.facts(soon()))
                .isInstanceOfSatisfying(
                        CollectException.class,
                        e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason))
                .hasMessageContaining(message)
                .hasMessageNotContaining(TestPgBouncer.PASSWORD);
    }

    private static SqlServer.Statement statement(String sql) {
        return new SqlServer.Statement("test", "pgbouncer", sql, Duration.ofSeconds(5), 0);
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(10));
    }
}
