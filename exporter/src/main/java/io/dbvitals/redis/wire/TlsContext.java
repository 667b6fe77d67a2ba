package io.dbvitals.redis.wire;

import io.dbvitals.config.TlsConfig;
import io.dbvitals.config.yaml.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** What a {@link TlsConfig} says, read from its files anew for each connection, so that rotated certificates are found. */
final class TlsContext {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

    private TlsContext() {}

    static SSLContext of(TlsConfig tls) throws ConfigException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(tls), trust(tls), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManager @Nullable [] trust(TlsConfig tls)
            throws ConfigException, GeneralSecurityException, IOException {
        if (tls.mode() == TlsConfig.Mode.TRUST) {
            return new TrustManager[] {new Whoever()};
        }
        if (tls.ca().isEmpty()) {
            return null;
        }
        KeyStore store = emptyStore();
        for (Certificate authority : certificates(tls.ca().get())) {
            store.setCertificateEntry("ca" + store.size(), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager @Nullable [] keys(TlsConfig tls)
            throws ConfigException, GeneralSecurityException, IOException {
        if (tls.cert().isEmpty()) {
            return null;
        }
        List<Certificate> chain = certificates(tls.cert().get());
        // Without a file of its own the key stands in that of the certificate.
        PrivateKey key = key(tls.key().orElse(tls.cert().get()), chain.get(0));
        KeyStore store = emptyStore();
        store.setKeyEntry("client", key, new char[0], chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(Path file) throws ConfigException {
        try {
            List<Certificate> certificates = List.copyOf(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(read(file))));
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (GeneralSecurityException e) {
            throw new ConfigException("the certificate file " + file + " holds no certificate in PEM", e);
        }
        throw new ConfigException("the certificate file " + file + " holds no certificate in PEM");
    }

    private static PrivateKey key(Path file, Certificate certificate) throws ConfigException {
        Matcher block = KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
        if (!block.find()) {
            throw new ConfigException(
                    "the key file " + file
                            + " holds no private key in PKCS #8; convert it with 'openssl pkcs8 -topk8 -nocrypt -in FILE -out NEW'");
        }
        try {
            return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigException("the key in " + file + " is none for the certificate", e);
        }
    }

    private static byte[] read(Path file) throws ConfigException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigException(
                    "the file " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    /** Trusts every server, as {@code skip-verify} asks; a manager of the extended kind is not asked about host names. */
    private static final class Whoever extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
