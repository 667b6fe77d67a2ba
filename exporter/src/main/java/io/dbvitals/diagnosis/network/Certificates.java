package io.dbvitals.diagnosis.network;

import io.dbvitals.diagnosis.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whether a server's certificate is what the configuration asks for: in time, of a trusted authority, for the right name. */
final class Certificates {
    private static final long SOON_DAYS = 30;

    private Certificates() {}

    static Finding check(Handshake.Peer peer, Encryption wish, Instant now) {
        X509Certificate own = peer.chain().get(0);
        List<String> names = CertificateNames.of(own);
        long days = Duration.between(now, own.getNotAfter().toInstant()).toDays();
        String text = (peer.protocol().isEmpty() ? "TLS" : peer.protocol()) + ", certificate for "
                + String.join(", ", names) + ", " + (days < 0 ? "expired" : days + " days left");
        boolean late = now.isAfter(own.getNotAfter().toInstant());
        if (late || now.isBefore(own.getNotBefore().toInstant())) {
            Finding finding = Finding.error(
                    text
                            + (late
                                    ? ": it expired on " + own.getNotAfter().toInstant()
                                    : ": it holds from " + own.getNotBefore().toInstant() + " only"),
                    late ? "renew the server's certificate and reload the server" : "set the clocks of both machines");
            return wish.authority() ? finding : finding.softened();
        }
        if (wish.authority()) {
            Optional<String> distrust = distrust(peer.chain(), wish.ca());
            if (distrust.isPresent()) {
                return Finding.error(
                        text + ": signed by " + own.getIssuerX500Principal().getName() + ", who is not trusted ("
                                + distrust.get() + ")",
                        "give the certificate of that authority as "
                                + (wish.setting().startsWith("sslmode")
                                        ? "sslrootcert"
                                        : "ca_file of tls, or sslrootcert")
                                + wish.ca().map(file -> " in place of " + file).orElse(""));
            }
        }
        if (wish.name() && !CertificateNames.match(names, wish.expected())) {
            return Finding.error(
                    text + ": not for " + wish.expected(),
                    "reach the server by a name of its certificate, or have one made for " + wish.expected(),
                    wish.setting().startsWith("sslmode")
                            ? "sslmode=verify-ca, where any server of that authority will do"
                            : "server_name of tls, where that is the server's name");
        }
        return days < SOON_DAYS
                ? Finding.warning(
                        text,
                        "renew the server's certificate before "
                                + own.getNotAfter().toInstant())
                : Finding.ok(text);
    }

    /** Why the chain is not trusted; empty where it is. */
    private static Optional<String> distrust(List<X509Certificate> chain, Optional<Path> ca) {
        try {
            @Nullable KeyStore store = null;
            if (ca.isPresent()) {
                store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                for (Certificate authority : read(ca.get())) {
                    store.setCertificateEntry("ca" + store.size(), authority);
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
            manager.checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
            return Optional.empty();
        } catch (GeneralSecurityException | IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** All of a file in PEM; an error names it. */
    static List<Certificate> read(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            List<Certificate> all =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (all.isEmpty()) {
                throw new CertificateException(file + " holds no certificate in PEM");
            }
            return all;
        }
    }
}
