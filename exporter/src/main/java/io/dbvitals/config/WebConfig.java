package io.dbvitals.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code web-config.yml} of the exporter toolkit: TLS, client certificates and basic auth of the HTTP server.
 *
 * @param users name to bcrypt hash
 * @param headers added to every answer
 * @param http2 offered to clients over TLS
 */
public record WebConfig(
        Optional<Tls> tls,
        Map<String, String> users,
        Map<String, String> headers,
        boolean http2,
        Optional<RateLimit> rateLimit) {
    /** Plain HTTP, open to all. */
    public static final WebConfig OPEN = new WebConfig(Optional.empty(), Map.of(), Map.of(), false);

    /** Without a limit. */
    public WebConfig(Optional<Tls> tls, Map<String, String> users, Map<String, String> headers, boolean http2) {
        this(tls, users, headers, http2, Optional.empty());
    }

    public WebConfig {
        users = Map.copyOf(users);
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "WebConfig[tls=" + tls.isPresent() + ", users=" + users.keySet() + "]";
    }

    /**
     * How many requests are answered.
     *
     * @param interval one request each, on average
     * @param burst requests that may come at once
     */
    public record RateLimit(Duration interval, int burst) {}

    /**
     * The server's certificate, and what is asked of clients.
     *
     * @param certificate PEM, leaf first
     * @param key PEM, PKCS#8 or PKCS#1
     * @param clientAuth {@code NoClientCert}, {@code RequestClientCert}, {@code RequireAnyClientCert},
     *     {@code VerifyClientCertIfGiven} or {@code RequireAndVerifyClientCert}
     * @param allowedSans subject alternative names of which a client certificate must have one; empty for any
     * @param minVersion {@code TLS10} to {@code TLS13}
     * @param cipherSuites by their IANA names, of TLS 1.2 and older; empty for Java's own choice
     * @param curves such as {@code X25519} and {@code CurveP256}; empty for Java's own choice
     * @param preferServerCiphers whether the order of {@code cipherSuites} counts, not the client's
     */
    public record Tls(
            Path certificate,
            Path key,
            String clientAuth,
            Optional<Path> clientCa,
            List<String> allowedSans,
            String minVersion,
            String maxVersion,
            List<String> cipherSuites,
            List<String> curves,
            boolean preferServerCiphers) {
        /** With Java's own curves. */
        public Tls(
                Path certificate,
                Path key,
                String clientAuth,
                Optional<Path> clientCa,
                List<String> allowedSans,
                String minVersion,
                String maxVersion,
                List<String> cipherSuites) {
            this(
                    certificate,
                    key,
                    clientAuth,
                    clientCa,
                    allowedSans,
                    minVersion,
                    maxVersion,
                    cipherSuites,
                    List.of(),
                    true);
        }

        public Tls {
            allowedSans = List.copyOf(allowedSans);
            cipherSuites = List.copyOf(cipherSuites);
            curves = List.copyOf(curves);
        }
    }
}
