package io.dbvitals.pgbouncer.wire;

import io.dbvitals.config.TlsConfig;
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
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Puts TLS over a connection, as the configuration has it; its files are read anew each time, so that renewed ones are found. */
final class Tls {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

    private Tls() {}

    /** After the handshake; reads of {@code plain} are bounded by itself. */
    static SSLSocket over(Socket plain, String host, int port, TlsConfig config) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(config), new TrustManager[] {trust(config)}, null);
            String name = config.serverName().orElse(host);
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            if (config.mode() == TlsConfig.Mode.VERIFY_FULL) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            if (!name.contains(":") && !name.matches("[0-9.]+")) {
                parameters.setServerNames(List.of(new SNIHostName(name)));
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManager trust(TlsConfig config) throws GeneralSecurityException, IOException {
        if (config.mode() == TlsConfig.Mode.TRUST) {
            return new Everyone();
        }
        // Without one, those that Java trusts.
        @Nullable KeyStore store = null;
        if (config.ca().isPresent()) {
            store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates(config.ca().get())) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers()[0];
    }

    private static KeyManager[] keys(TlsConfig config) throws GeneralSecurityException, IOException {
        if (config.cert().isEmpty() || config.key().isEmpty()) {
            return new KeyManager[0];
        }
        List<Certificate> chain = List.copyOf(certificates(config.cert().get()));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry(
                "own",
                key(config.key().get(), chain.get(0).getPublicKey().getAlgorithm()),
                new char[0],
                chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> all =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(read(file)));
        if (all.isEmpty()) {
            throw new IOException("the file " + file + " holds no certificate in PEM");
        }
        return all;
    }

    private static PrivateKey key(Path file, String algorithm) throws GeneralSecurityException, IOException {
        Matcher key = KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
        if (!key.find()) {
            throw new IOException(
                    "the file " + file + " holds no unencrypted private key in PEM as PKCS #8; convert it with"
                            + " 'openssl pkcs8 -topk8 -nocrypt -in FILE -out NEW'");
        }
        return KeyFactory.getInstance(algorithm)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1))));
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException(
                    "the file " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    /** Encryption without proof of who the server is. */
    private static final class Everyone extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
