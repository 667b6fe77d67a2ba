package io.dbvitals.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code web-config.yml} of the exporter toolkit: TLS, client certificates and basic auth of the HTTP server.
 *
 * @param users name to bcrypt hash
 * @param headers added to every answer
 */
public record WebConfig(Optional<Tls> tls, Map<String, String> users, Map<String, String> headers, boolean http2) {
    /** Plain HTTP, open to all. */
    public static final WebConfig OPEN = new WebConfig(Optional.empty(), Map.of(), Map.of(), false);

    public WebConfig {
        users = Map.copyOf(users);
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "WebConfig[tls=" + tls.isPresent() + ", users=" + users.keySet() + "]";
    }

    /**
     * The server's certificate, and what is asked of clients.
     *
     * @param certificate PEM, leaf first
     * @param key PEM, PKCS#8 or PKCS#1
     * @param clientAuth {@code NoClientCert}, {@code RequestClientCert}, {@code RequireAnyClientCert},
     *     {@code VerifyClientCertIfGiven} or {@code RequireAndVerifyClientCert}
     * @param allowedSans subject alternative names of which a client certificate must have one; empty for any
     * @param minVersion {@code TLS12} or {@code TLS13}
     */
    public record Tls(
            Path certificate,
            Path key,
            String clientAuth,
            Optional<Path> clientCa,
            List<String> allowedSans,
            String minVersion,
            String maxVersion,
            List<String> cipherSuites) {
        public Tls {
            allowedSans = List.copyOf(allowedSans);
            cipherSuites = List.copyOf(cipherSuites);
        }
    }
}
