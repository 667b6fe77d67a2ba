package io.dbvitals.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.WebConfig;
import io.dbvitals.config.yaml.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebConfigLoaderTest {
    private static final String HASH = "$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

    @TempDir
    Path folder;

    @BeforeEach
    void certificates() throws Exception {
        for (String name : List.of("cert.pem", "key.pem", "ca.pem")) {
            Files.writeString(folder.resolve(name), "");
        }
    }

    private WebConfig read(String yaml) throws Exception {
        return WebConfigLoader.load(Files.writeString(folder.resolve("web.yml"), yaml));
    }

    @Test
    void everyKey_isRead() throws Exception {
        WebConfig config = read("""
                tls_server_config:
                  cert_file: cert.pem
                  key_file: key.pem
                  client_auth_type: RequireAndVerifyClientCert
                  client_ca_file: ca.pem
                  client_allowed_sans: [prometheus]
                  min_version: TLS13
                  max_version: TLS13
                  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]
                  curve_preferences: [X25519, CurveP256]
                  prefer_server_cipher_suites: false
                http_server_config:
                  http2: false
                  headers:
                    Content-Security-Policy: default-src 'self'
                    Strict-Transport-Security: max-age=1
                    X-Content-Type-Options: nosniff
                    X-Frame-Options: deny
                    X-XSS-Protection: "1"
                basic_auth_users:
                  ann: %s
                  bob: "%s"
                rate_limit: {interval: 200ms, burst: 7}
                """.formatted(HASH, HASH.replace("2y", "2b")));
        assertThat(config.tls())
                .contains(new WebConfig.Tls(
                        folder.resolve("cert.pem"),
                        folder.resolve("key.pem"),
                        "RequireAndVerifyClientCert",
                        Optional.of(folder.resolve("ca.pem")),
                        List.of("prometheus"),
                        "TLS13",
                        "TLS13",
                        List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
                        List.of("X25519", "CurveP256"),
                        false));
        assertThat(config.http2()).isFalse();
        assertThat(config.headers())
                .hasSize(5)
                .containsEntry("Content-Security-Policy", "default-src 'self'")
                .containsEntry("X-XSS-Protection", "1");
        assertThat(config.users()).isEqualTo(Map.of("ann", HASH, "bob", HASH.replace("2y", "2b")));
        assertThat(config.rateLimit()).contains(new WebConfig.RateLimit(Duration.ofMillis(200), 7));
    }

    @Test
    void defaults_areThoseOfTheToolkit() throws Exception {
        WebConfig config = read("tls_server_config: {cert_file: cert.pem, key_file: key.pem}");
        assertThat(config.tls())
                .contains(new WebConfig.Tls(
                        folder.resolve("cert.pem"),
                        folder.resolve("key.pem"),
                        "NoClientCert",
                        Optional.empty(),
                        List.of(),
                        "TLS12",
                        "TLS13",
                        List.of(),
                        List.of(),
                        true));
        assertThat(config.http2()).isTrue();
        assertThat(config.rateLimit()).isEmpty();
        assertThat(config.users()).isEmpty();
        assertThat(config.headers()).isEmpty();
    }

    @Test
    void emptyFile_isOpen() throws Exception {
        assertThat(read("# nothing")).isEqualTo(WebConfig.OPEN);
        assertThat(read("rate_limit: {interval: 0, burst: 3}").rateLimit()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tls_config: {} | 1:1: unknown key \"tls_config\"; known here: basic_auth_users, http_server_config, rate_limit, tls_server_config",
                "tls_server_config: {cert_file: none, key_file: key.pem} | 1:32: \"cert_file\": FOLDER/none does not exist",
                "tls_server_config: {cert_file: cert.pem} | 1:20: \"key_file\" is missing; TLS needs a certificate and its key",
                "tls_server_config: {key_file: key.pem} | 1:20: \"cert_file\" is missing; TLS needs a certificate and its key",
                "tls_server_config: {cert_file: cert.pem, key: hidden} | 1:47: \"key\" inside the file is not supported by this version; write the PEM text to a file and name it by \"key_file\"",
                "tls_server_config: {cert: hidden, key_file: key.pem} | 1:27: \"cert\" inside the file is not supported by this version; write the PEM text to a file and name it by \"cert_file\"",
                "tls_server_config: {cert_file: cert.pem, key_file: key.pem, client_ca: hidden} | 1:72: \"client_ca\" inside the file is not supported by this version; write the PEM text to a file and name it by \"client_ca_file\"",
                "tls_server_config: {cert_file: cert.pem, key_file: key.pem, client_auth_type: Require} | 1:79: \"client_auth_type\" cannot be \"Require\"; it is one of NoClientCert, RequestClientCert, RequireAnyClientCert, VerifyClientCertIfGiven, RequireAndVerifyClientCert",
                "tls_server_config: {cert_file: cert.pem, key_file: key.pem, client_auth_type: VerifyClientCertIfGiven} | 1:79: VerifyClientCertIfGiven needs \"client_ca_file\"",
                "tls_server_config: {cert_file: cert.pem, key_file: key.pem, client_ca_file: ca.pem} | 1:77: \"client_ca_file\" has no effect without \"client_auth_type\", such as RequireAndVerifyClientCert",
                "tls_server_config: {cert_file: cert.pem, key_file: key.pem, client_allowed_sans: [a]} | 1:82: \"client_allowed_sans\" needs client_auth_type: RequireAndVerifyClientCert",
                "tls_server_config: {cert_file: cert.pem, key_file: key.pem, min_version: TLS14} | 1:74: \"min_version\" cannot be \"TLS14\" (did you mean \"TLS10\"?); it is one of TLS10, TLS11, TLS12, TLS13",
                "tls_server_config: {cert_file: cert.pem, key_file: key.pem, min_version: TLS13, max_version: TLS12} | 1:74: \"min_version\" is above \"max_version\"",
                "tls_server_config: {cert_file: cert.pem, key_file: key.pem, curve_preferences: [P256]} | 1:81: unknown curve \"P256\"; known are CurveP256, CurveP384, CurveP521, X25519, X25519MLKEM768",
                "http_server_config: {headers: {X-Foo: a}} | 1:32: unknown key \"X-Foo\"; known here: Content-Security-Policy, Strict-Transport-Security, X-Content-Type-Options, X-Frame-Options, X-XSS-Protection",
                "basic_auth_users: {ann: hidden} | 1:25: the password of \"ann\" must be a bcrypt hash ($2a$, $2b$ or $2y$), as htpasswd -nBC 10 ann prints it",
                "rate_limit: {interval: 1s, burst: -1} | 1:35: \"burst\" must not be negative",
            })
    void mistake_isToldWithItsPosition(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessage(folder.resolve("web.yml") + ":" + message.replace("FOLDER", folder.toString()))
                .hasMessageNotContaining("hidden");
    }

    @Test
    void userName_withAColon_cannotLogIn() {
        assertThatThrownBy(() -> read("basic_auth_users: {\"a:b\": \"" + HASH + "\"}"))
                .hasMessageEndingWith(":1:20: a user name must not be empty or contain \":\"");
    }
}
