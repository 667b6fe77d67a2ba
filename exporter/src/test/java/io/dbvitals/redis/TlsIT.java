package io.dbvitals.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.config.TlsConfig.Mode;
import io.dbvitals.http.Pki;
import io.dbvitals.testing.TestRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIT {
    @TempDir
    private static Path folder;

    private static TestRedis redis;
    private static Path ca;
    private static Path cert;
    private static Path key;

    @BeforeAll
    static void startServer() throws Exception {
        Pki pki = new Pki(folder);
        pki.sign("redis", "RSA", "dns:redis.example");
        pki.sign("client", "EC", "dns:client.example");
        ca = pki.certificate("ca", "ca.crt");
        cert = pki.certificate("client", "client.crt");
        key = pki.key("client", "client.key");
        redis = TestRedis.tls(pki.certificate("redis", "redis.crt"), pki.key("redis", "redis.key"), ca);
    }

    @AfterAll
    static void stopServer() {
        redis.close();
    }

    @Test
    void verifiedServerAndClient_areRead() {
        try (Scrape scrape = scrape(tls(Mode.VERIFY_FULL, Optional.of(ca), Optional.of(cert), "redis.example"))) {
            assertThat(scrape.samples().value("redis_connections_received_total"))
                    .isPositive();
            scrape.samples();
        }
    }

    @Test
    void certificateOfAnotherName_isRefusedOnlyWhereNamesCount() {
        try (Scrape full = scrape(tls(Mode.VERIFY_FULL, Optional.of(ca), Optional.of(cert), "other.example"));
                Scrape authority = scrape(tls(Mode.VERIFY_CA, Optional.of(ca), Optional.of(cert), "other.example"))) {
            full.down("unreachable");
            assertThat(Failures.of(full)).contains("TLS failed", "other.example", "server_name");
            authority.samples();
        }
    }

    @Test
    void unknownAuthority_isRefusedUnlessAnyoneIsTrusted() {
        try (Scrape verified = scrape(tls(Mode.VERIFY_CA, Optional.empty(), Optional.of(cert), "redis.example"));
                Scrape trusting = scrape(tls(Mode.TRUST, Optional.empty(), Optional.of(cert), "redis.example"))) {
            verified.down("unreachable");
            assertThat(Failures.of(verified)).contains("TLS failed");
            trusting.samples();
        }
    }

    @Test
    void missingClientCertificateAndPlainText_areUnreachable() {
        try (Scrape nameless = scrape(tls(Mode.TRUST, Optional.empty(), Optional.empty(), "redis.example"));
                Scrape plain = scrape(TlsConfig.OFF)) {
            nameless.down("unreachable");
            plain.down("unreachable");
        }
    }

    @Test
    void badFiles_areNamed() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
        try (Scrape noKey = scrape(new TlsConfig(
                        Mode.TRUST, Optional.empty(), Optional.of(cert), Optional.of(empty), Optional.empty()));
                Scrape noAuthority =
                        scrape(tls(Mode.VERIFY_CA, Optional.of(empty), Optional.empty(), "redis.example"));
                Scrape noFile = scrape(tls(
                        Mode.VERIFY_CA, Optional.of(folder.resolve("gone.pem")), Optional.empty(), "redis.example"))) {
            noKey.down("denied");
            assertThat(Failures.of(noKey)).contains(empty.toString(), "PKCS #8", "openssl pkcs8");
            assertThat(Failures.of(noAuthority)).contains(empty.toString(), "holds no certificate");
            assertThat(Failures.of(noFile)).contains("gone.pem", "cannot be read");
        }
    }

    private static TlsConfig tls(Mode mode, Optional<Path> authority, Optional<Path> certificate, String name) {
        return new TlsConfig(mode, authority, certificate, certificate.map(any -> key), Optional.of(name));
    }

    private static Scrape scrape(TlsConfig tls) {
        return Scrape.of(redis.config("", Secret.NONE, tls, RedisConfig.Options.DEFAULT));
    }
}
