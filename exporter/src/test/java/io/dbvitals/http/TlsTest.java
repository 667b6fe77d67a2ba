package io.dbvitals.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.WebConfig;
import io.dbvitals.config.WebConfig.Tls;
import io.dbvitals.config.yaml.ConfigException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsTest {
    @TempDir
    static Path folder;

    private static Pki pki;
    private static Path authority;

    @BeforeAll
    static void makeCertificates() throws Exception {
        pki = new Pki(folder);
        pki.sign("server", "RSA", "dns:localhost");
        pki.sign("server2", "EC", "dns:localhost");
        pki.sign("prometheus", "EC", "dns:prometheus,uri:spiffe://c1/prometheus");
        pki.selfSign("stranger", "dns:prometheus");
        authority = pki.certificate("ca", "ca.pem");
    }

    private static Tls tls(Path certificate, Path key, String clientAuth, List<String> sans) {
        return new Tls(certificate, key, clientAuth, Optional.of(authority), sans, "TLS12", "TLS13", List.of());
    }

    private static Tls tls(String clientAuth, List<String> sans) throws Exception {
        return tls(pki.certificate("server", "server.pem"), pki.key("server", "server.key"), clientAuth, sans);
    }

    private static Stand stand(Tls tls) throws Exception {
        Stand stand = new Stand();
        stand.webConfig = new WebConfig(Optional.of(tls), Map.of(), Map.of(), false);
        return stand.over("https", client("")).start(Map.of());
    }

    private static HttpClient client(String alias) throws Exception {
        return HttpClient.newBuilder().sslContext(pki.client(alias)).build();
    }

    private static boolean isAnswered(Stand stand, String alias) throws Exception {
        try {
            return stand.over("https", client(alias)).get("/metrics").statusCode() == 200;
        } catch (IOException refused) {
            return false;
        }
    }

    @Test
    void page_isServedEncrypted() throws Exception {
        try (Stand stand = stand(tls("NoClientCert", List.of()))) {
            HttpResponse<String> page = stand.get("/metrics");

            assertThat(page.body()).contains("pg_up{server=\"db1:5432\"} 1.0");
            assertThat(page.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(stand.get("/sd/targets").body()).contains("\"__scheme__\":\"https\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"server, RSA", "server2, EC"})
    void key_mayBeInTheOlderForm(String alias, String algorithm) throws Exception {
        Path key = pki.olderKey(alias, algorithm, alias + "-old.key");

        try (Stand stand = stand(tls(pki.certificate(alias, alias + ".pem"), key, "NoClientCert", List.of()))) {
            assertThat(stand.get("/metrics").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NoClientCert,               true,  true,  true",
        "RequestClientCert,          true,  true,  true",
        "RequireAnyClientCert,       false, true,  true",
        "VerifyClientCertIfGiven,    true,  false, true",
        "RequireAndVerifyClientCert, false, false, true"
    })
    void clientAuth_decidesWhoMayConnect(String clientAuth, boolean without, boolean stranger, boolean known)
            throws Exception {
        try (Stand stand = stand(tls(clientAuth, List.of()))) {
            assertThat(isAnswered(stand, "")).isEqualTo(without);
            assertThat(isAnswered(stand, "stranger")).isEqualTo(stranger);
            assertThat(isAnswered(stand, "prometheus")).isEqualTo(known);
        }
    }

    @Test
    void client_isRefused_whenItHasNoneOfTheAllowedNames() throws Exception {
        try (Stand stand = stand(tls("RequireAndVerifyClientCert", List.of("spiffe://c1/prometheus")))) {
            assertThat(isAnswered(stand, "prometheus")).isTrue();
            assertThat(isAnswered(stand, "server")).isFalse();
        }
    }

    @Test
    void oldVersion_isRefused_whenANewerOneIsAskedFor() throws Exception {
        Tls tls = tls("NoClientCert", List.of());
        Tls strict = new Tls(
                tls.certificate(),
                tls.key(),
                tls.clientAuth(),
                Optional.empty(),
                List.of(),
                "TLS13",
                "TLS13",
                List.of());
        try (Stand stand = stand(strict)) {
            SSLParameters old = new SSLParameters();
            old.setProtocols(new String[] {"TLSv1.2"});
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(pki.client(""))
                    .sslParameters(old)
                    .build();

            assertThatThrownBy(() -> stand.over("https", client).get("/metrics"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void cipherSuites_areThoseOfTheConfiguration() throws Exception {
        Tls tls = tls("NoClientCert", List.of());
        Tls narrow = new Tls(
                tls.certificate(),
                tls.key(),
                tls.clientAuth(),
                Optional.empty(),
                List.of(),
                "TLS12",
                "TLS12",
                List.of("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305"));
        try (Stand stand = stand(narrow)) {
            assertThat(stand.get("/metrics").sslSession().orElseThrow().getCipherSuite())
                    .isEqualTo("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
        }
    }

    @Test
    void certificate_isReadAnew_whenItsFilesChange() throws Exception {
        Path certificate = pki.certificate("server", "rotated.pem");
        Path key = pki.key("server", "rotated.key");
        try (Stand stand = stand(tls(certificate, key, "NoClientCert", List.of()))) {
            assertThat(subject(stand)).isEqualTo("CN=server");

            Files.writeString(certificate, "broken while it is written");
            await().pollDelay(Duration.ofMillis(1200))
                    .until(() -> subject(stand).equals("CN=server"));

            Files.move(pki.key("server2", "next.key"), key, StandardCopyOption.REPLACE_EXISTING);
            Files.move(pki.certificate("server2", "next.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
            await().atMost(Duration.ofSeconds(10)).until(() -> subject(stand).equals("CN=server2"));
        }
    }

    @Test
    void users_stay_whenTheTlsThatReplacesThemCannotBeUsed() throws Exception {
        Tls open = tls("NoClientCert", List.of());
        try (Stand stand = new Stand()) {
            stand.webConfig = new WebConfig(
                    Optional.of(open),
                    Map.of("a", "$2a$04$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"),
                    Map.of(),
                    false);
            stand.over("https", client("")).start(Map.of());
            Path authorities = folder.resolve("later.pem");
            Tls mutual = new Tls(
                    open.certificate(),
                    open.key(),
                    "RequireAndVerifyClientCert",
                    Optional.of(authorities),
                    List.of(),
                    "TLS12",
                    "TLS13",
                    List.of());
            stand.webConfig = new WebConfig(Optional.of(mutual), Map.of(), Map.of(), false);

            await().pollDelay(Duration.ofMillis(2_200))
                    .until(() -> stand.get("/metrics").statusCode() == 401);

            Files.copy(authority, authorities);
            await().atMost(Duration.ofSeconds(10)).until(() -> isAnswered(stand, "prometheus"));
            assertThat(isAnswered(stand, "stranger")).isFalse();
        }
    }

    private static String subject(Stand stand) throws Exception {
        HttpResponse<String> page = stand.over("https", client("")).get("/metrics");
        X509Certificate shown =
                (X509Certificate) page.sslSession().orElseThrow().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName();
    }

    @Test
    void start_fails_whenFilesCannotBeUsed() throws Exception {
        Path certificate = pki.certificate("server", "good.pem");
        Path key = pki.key("server", "good.key");
        Path text = Files.writeString(folder.resolve("text.pem"), "no PEM");
        Path missing = folder.resolve("missing.pem");
        Path encrypted = Files.writeString(
                folder.resolve("encrypted.key"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        Path damaged = Files.writeString(
                folder.resolve("damaged.key"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

        assertFails(tls(missing, key, "NoClientCert", List.of()))
                .isEqualTo("the certificate file " + missing + " cannot be read: NoSuchFileException");
        assertFails(tls(text, key, "NoClientCert", List.of()))
                .isEqualTo("the certificate file " + text + " holds no certificate in PEM");
        assertFails(tls(certificate, missing, "NoClientCert", List.of()))
                .isEqualTo("the key file " + missing + " cannot be read: NoSuchFileException");
        assertFails(tls(certificate, text, "NoClientCert", List.of()))
                .isEqualTo("the key file " + text + " holds no private key in PEM");
        assertFails(tls(certificate, encrypted, "NoClientCert", List.of()))
                .isEqualTo("the key file " + encrypted + " is encrypted; decrypt it with"
                        + " 'openssl pkey -in FILE -out NEW' and protect it by its file mode");
        assertFails(tls(certificate, damaged, "NoClientCert", List.of()))
                .isEqualTo("the key file " + damaged + " holds no RSA key, as its certificate needs one");
        pki.sign("other", "RSA", "dns:localhost");
        Path other = pki.key("other", "other.key");
        assertFails(tls(certificate, other, "NoClientCert", List.of()))
                .isEqualTo("the key in " + other + " is not the key of the certificate");
        assertFails(new Tls(certificate, key, "NoClientCert", Optional.empty(), List.of(), "TLS13", "TLS12", List.of()))
                .isEqualTo("no TLS version lies between min_version TLS13 and max_version TLS12;"
                        + " there are: TLS10, TLS11, TLS12, TLS13");
    }

    private static AbstractStringAssert<?> assertFails(Tls tls) {
        try (Stand stand = stand(tls)) {
            throw new AssertionError("started on port " + stand.service().port());
        } catch (ConfigException e) {
            return assertThat(e.getMessage());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
