package io.dbvitals.sql.mysql;

import io.dbvitals.config.TlsConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.tls.main.DefaultTlsSocketPlugin;

/**
 * What the driver's own TLS lacks: a certificate of ours from two PEM files, and a server whose certificate bears another name than the
 * host's. The driver makes one for each connection. Public because it finds it by {@code META-INF/services}.
 */
public final class PemTlsSocketPlugin extends DefaultTlsSocketPlugin {
    private static final String TYPE = "dbvitals-pem";
    private static final String CERT = "dbvitals.tls.cert";
    private static final String KEY = "dbvitals.tls.key";
    private static final String SERVER_NAME = "dbvitals.tls.server_name";
    private static final char[] NO_PASSWORD = {};

    private Optional<String> serverName = Optional.empty();

    /** Writes into the driver's properties what {@code tls} says. */
    static void configure(TlsConfig tls, Properties properties) {
        properties.setProperty(
                "sslMode",
                switch (tls.mode()) {
                    case OFF -> "disable";
                    case TRUST -> "trust";
                    case VERIFY_CA -> "verify-ca";
                    case VERIFY_FULL -> "verify-full";
                });
        tls.ca().ifPresent(ca -> properties.setProperty("serverSslCert", ca.toString()));
        if (tls.on()) {
            properties.setProperty("tlsSocketType", TYPE);
            tls.cert().ifPresent(cert -> properties.setProperty(CERT, cert.toString()));
            tls.key().ifPresent(key -> properties.setProperty(KEY, key.toString()));
            tls.serverName().ifPresent(name -> properties.setProperty(SERVER_NAME, name));
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public TrustManager[] getTrustManager(Configuration configuration, ExceptionFactory exceptions, HostAddress host)
            throws SQLException {
        serverName = Optional.ofNullable(configuration.nonMappedOptions().getProperty(SERVER_NAME));
        return super.getTrustManager(configuration, exceptions, host);
    }

    @Override
    public void verify(String host, SSLSession session, long thread) throws SSLException {
        super.verify(serverName.orElse(host), session, thread);
    }

    @Override
    public KeyManager[] getKeyManager(Configuration configuration, ExceptionFactory exceptions) throws SQLException {
        Properties own = configuration.nonMappedOptions();
        if (own.getProperty(CERT) == null) {
            return super.getKeyManager(configuration, exceptions);
        }
        Path cert = Path.of(own.getProperty(CERT, ""));
        Path key = Path.of(own.getProperty(KEY, ""));
        try {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(cert)))
                    .toArray(Certificate[]::new);
            if (chain.length == 0) {
                throw exceptions.create("the certificate file " + cert + " holds no certificate in PEM");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("client", key(key, chain[0]), NO_PASSWORD, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (IOException e) {
            throw exceptions.create(
                    cert + " or " + key + " cannot be read: " + e.getClass().getSimpleName());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw exceptions.create(key + " holds no PKCS #8 key in PEM that fits the certificate in " + cert);
        }
    }

    private static PrivateKey key(Path file, Certificate certificate) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file, StandardCharsets.US_ASCII);
        String body = pem.replaceFirst("(?s)^.*-----BEGIN PRIVATE KEY-----", "")
                .replaceFirst("(?s)-----END PRIVATE KEY-----.*$", "");
        return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
    }
}
