package io.dbvitals.http.tls;

import io.dbvitals.config.WebConfig.Tls;
import io.dbvitals.config.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** Makes Jetty's TLS settings of certificate files and the web configuration. */
public final class TlsFiles {
    private static final List<String> VERSIONS = List.of("TLS10", "TLS11", "TLS12", "TLS13");
    private static final List<String> JAVA_VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    private static final List<String> TLS13_SUITES =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    private static final List<String> VERIFYING = List.of("VerifyClientCertIfGiven", "RequireAndVerifyClientCert");

    private TlsFiles() {}

    /** Reads all files; the factory is changed only when all of them are good. */
    static void configure(SslContextFactory.Server factory, Tls tls) throws ConfigException {
        SSLContext context = context(tls);
        factory.setSslContext(context);
        factory.setNeedClientAuth(tls.clientAuth().startsWith("Require"));
        factory.setWantClientAuth(
                !tls.clientAuth().equals("NoClientCert") && !tls.clientAuth().startsWith("Require"));
        // Clients are verified by the trust manager; names of this server in their requests are not compared.
        factory.setSNISelector(null);
        factory.setExcludeProtocols();
        factory.setIncludeProtocols(versions(tls).toArray(String[]::new));
        if (!tls.cipherSuites().isEmpty()) {
            factory.setExcludeCipherSuites();
            factory.setIncludeCipherSuites(suites(tls).toArray(String[]::new));
        }
    }

    private static SSLContext context(Tls tls) throws ConfigException {
        List<X509Certificate> chain = PemFiles.certificates(tls.certificate());
        PrivateKey key = PemFiles.key(tls.key(), chain.get(0));
        TrustManager trust = new ClientTrust(verifier(tls), tls.allowedSans());
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, new char[0], chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigException("TLS cannot be set up with " + tls.certificate() + ": " + e.getMessage(), e);
        }
    }

    /** Whether a certificate that a client shows is verified. */
    public static boolean verifies(Tls tls) {
        return VERIFYING.contains(tls.clientAuth());
    }

    private static Optional<X509ExtendedTrustManager> verifier(Tls tls) throws ConfigException {
        if (!verifies(tls)) {
            return Optional.empty();
        }
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities(tls));
            return Stream.of(trust.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst();
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigException("the client CA cannot be used: " + e.getMessage(), e);
        }
    }

    /** Null, as the JDK wants it, for the authorities that the system trusts. */
    private static @Nullable KeyStore authorities(Tls tls)
            throws ConfigException, GeneralSecurityException, IOException {
        if (tls.clientCa().isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate authority : PemFiles.certificates(tls.clientCa().get())) {
            store.setCertificateEntry("ca" + store.size(), authority);
        }
        return store;
    }

    private static List<String> versions(Tls tls) throws ConfigException {
        int first = VERSIONS.indexOf(tls.minVersion());
        int last = VERSIONS.indexOf(tls.maxVersion());
        if (first < 0 || last < first) {
            throw new ConfigException("no TLS version lies between min_version " + tls.minVersion()
                    + " and max_version " + tls.maxVersion() + "; there are: " + String.join(", ", VERSIONS));
        }
        return JAVA_VERSIONS.subList(first, last + 1);
    }

    /** Go's names, of which two lack their end; as in Go, the suites of TLS 1.3 cannot be chosen. */
    private static List<String> suites(Tls tls) {
        List<String> suites = new ArrayList<>(TLS13_SUITES);
        for (String suite : tls.cipherSuites()) {
            suites.add(suite.endsWith("CHACHA20_POLY1305") ? suite + "_SHA256" : suite);
        }
        return suites;
    }

    /** Differs whenever one of the files was written. */
    static String fingerprint(Tls tls) {
        StringBuilder fingerprint = new StringBuilder();
        List<Path> files = new ArrayList<>(List.of(tls.certificate(), tls.key()));
        tls.clientCa().ifPresent(files::add);
        for (Path file : files) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                fingerprint
                        .append(attributes.lastModifiedTime())
                        .append(attributes.size())
                        .append(attributes.fileKey());
            } catch (IOException e) {
                fingerprint.append(e.getClass());
            }
            fingerprint.append('|');
        }
        return fingerprint.toString();
    }
}
