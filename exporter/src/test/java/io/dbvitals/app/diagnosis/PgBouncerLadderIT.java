package io.dbvitals.app.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.TlsConfig;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.Step;
import io.dbvitals.testing.TestPgBouncer;
import io.dbvitals.testing.TestServer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each fault of a PgBouncer that has a meaning there, on a real one. */
class PgBouncerLadderIT {
    private static TestPgBouncer bouncer;

    @BeforeAll
    static void start() {
        bouncer = TestPgBouncer.start(Map.of("shop", "host=127.0.0.1 port=1"), "scram-sha-256", Map.of());
    }

    @AfterAll
    static void stop() {
        if (bouncer != null) {
            bouncer.close();
        }
    }

    @Test
    void goodConsole_isWell() throws Exception {
        Climb.of(bouncer.config())
                .isWell()
                .says(Step.TLS, "not encrypted")
                .says(Step.DATABASE, "connected to pgbouncer")
                .says(Step.QUERY, "PgBouncer 1.", "SHOW VERSION takes");
    }

    @Test
    void loginsAndDatabases_stopWhereTheyFail() throws Exception {
        Finding password = Climb.of(bouncer.config("stats", "s3cret-but-wrong", "pgbouncer", TlsConfig.OFF))
                .stopsAt(Step.AUTHENTICATION);
        assertThat(password.remedies().get(0)).contains("auth_file", "\"stats\"");
        Finding right = Climb.of(bouncer.config("app", TestPgBouncer.PASSWORD, "pgbouncer", TlsConfig.OFF))
                .stopsAt(Step.PRIVILEGES);
        assertThat(right.remedies().get(0)).contains("stats_users = app");
        Finding database = Climb.of(bouncer.config("stats", TestPgBouncer.PASSWORD, "gone", TlsConfig.OFF))
                .stopsAt(Step.DATABASE);
        assertThat(database.remedies().get(0)).contains("/pgbouncer");
    }

    @Test
    void tlsThatItDoesNotSpeak_isNamed() throws Exception {
        TlsConfig tls = new TlsConfig(
                TlsConfig.Mode.TRUST, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        Finding finding = Climb.of(bouncer.config("stats", TestPgBouncer.PASSWORD, "pgbouncer", tls))
                .stopsAt(Step.TLS);
        assertThat(finding.remedies().get(0)).contains("client_tls_sslmode");
    }

    @Test
    void frozenPooler_isGivenUp() throws Exception {
        bouncer.signal("STOP");
        try {
            assertThat(Climb.of(bouncer.config()).stopsAt(Step.TLS).remedies().get(0))
                    .contains("hangs or is stopped");
        } finally {
            bouncer.signal("CONT");
        }
    }

    @Test
    void serverInItsPlace_isNamed() throws Exception {
        try (TestServer server = TestServer.start(17)) {
            server.execute("CREATE ROLE stats LOGIN", "CREATE DATABASE pgbouncer");
            io.dbvitals.config.PgBouncerConfig config = bouncer.config().at("127.0.0.1", server.port());
            Finding finding = Climb.of(config).stopsAt(Step.DATABASE);
            assertThat(finding.remedies().get(0)).contains("this is a PostgreSQL server, not a PgBouncer");
        }
    }
}
