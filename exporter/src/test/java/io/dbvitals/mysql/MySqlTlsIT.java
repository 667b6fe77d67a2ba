package io.dbvitals.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.http.Pki;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.testing.TestMySql;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted connections: whom the exporter trusts, and whom the server does. */
class MySqlTlsIT {
    @TempDir
    private static Path folder;

    @Test
    void mariaDb_isTrustedAsConfigured() throws Exception {
        Pki pki = new Pki(folder);
        pki.sign("server", "RSA", "dns:db.example");
        pki.sign("client", "RSA", "dns:client");
        Path ca = pki.certificate("ca", "ca.pem");
        pki.certificate("server", "server.pem");
        pki.key("server", "server.key");
        Path cert = pki.certificate("client", "client.pem");
        Path key = pki.key("client", "client.key");
        pki.selfSign("other", "dns:other");
        Path stranger = pki.certificate("other", "other.pem");
        try (TestMySql server = TestMySql.mariaDb(
                "--ssl-ca=" + ca,
                "--ssl-cert=" + folder.resolve("server.pem"),
                "--ssl-key=" + folder.resolve("server.key"))) {
            Optional<Path> none = Optional.empty();
            assertThat(cipher(server, TlsConfig.OFF)).isEmpty();
            assertThat(cipher(server, tls(TlsConfig.Mode.TRUST, none, none, none, "")))
                    .startsWith("TLS");
            assertThat(cipher(server, tls(TlsConfig.Mode.VERIFY_CA, Optional.of(ca), none, none, "")))
                    .startsWith("TLS");
            assertThat(cipher(server, tls(TlsConfig.Mode.VERIFY_FULL, Optional.of(ca), none, none, "db.example")))
                    .startsWith("TLS");
            assertRefused(server, tls(TlsConfig.Mode.VERIFY_CA, Optional.of(stranger), none, none, ""));
            assertRefused(server, tls(TlsConfig.Mode.VERIFY_FULL, Optional.of(ca), none, none, ""));
            assertRefused(server, tls(TlsConfig.Mode.VERIFY_FULL, Optional.of(ca), none, none, "db.other"));

            server.execute("ALTER USER dbvitals@'%' REQUIRE X509");
            assertThatThrownBy(() -> cipher(server, tls(TlsConfig.Mode.VERIFY_CA, Optional.of(ca), none, none, "")))
                    .isInstanceOfSatisfying(
                            CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DENIED));
            assertThat(cipher(
                            server,
                            tls(TlsConfig.Mode.VERIFY_CA, Optional.of(ca), Optional.of(cert), Optional.of(key), "")))
                    .startsWith("TLS");
        }
    }

    @Test
    void mySqlPasswordInTheClear_isRefusedWithTheRemedy() throws Exception {
        try (TestMySql server = TestMySql.mySql()) {
            assertThatThrownBy(() -> cipher(server, TlsConfig.OFF))
                    .hasMessageContainingAll("turn on tls", "allowPublicKeyRetrieval=true");
            Optional<Path> none = Optional.empty();
            assertThat(cipher(server, tls(TlsConfig.Mode.TRUST, none, none, none, "")))
                    .startsWith("TLS");
        }
    }

    private static void assertRefused(TestMySql server, TlsConfig tls) {
        assertThatThrownBy(() -> cipher(server, tls))
                .isInstanceOfSatisfying(
                        CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
    }

    private static TlsConfig tls(
            TlsConfig.Mode mode, Optional<Path> ca, Optional<Path> cert, Optional<Path> key, String name) {
        return new TlsConfig(mode, ca, cert, key, name.isEmpty() ? Optional.empty() : Optional.of(name));
    }

    /** What the session is encrypted with; empty where it is not. */
    private static String cipher(TestMySql server, TlsConfig tls) throws Exception {
        MySqlConfig config = server.config();
        try (MySqlServer own = new MySqlServer(new MySqlConfig(
                config.host(),
                config.port(),
                "",
                config.user(),
                config.password(),
                tls,
                Map.of(),
                1,
                config.connectTimeout(),
                config.statementTimeout(),
                config.lockTimeout(),
                Optional.empty()))) {
            return own.read(
                    new SqlServer.Statement(
                            "cipher", "", "SHOW SESSION STATUS LIKE 'Ssl_cipher'", Duration.ofSeconds(2), 0),
                    Deadline.after(Duration.ofSeconds(9)),
                    rows -> rows.next() ? rows.text(1) : "");
        }
    }
}
