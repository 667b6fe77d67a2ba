package io.dbvitals.alerts.web;

import io.dbvitals.config.yaml.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Servers whose certificate someone in a file of PEM certificates signed. */
public final class Trust {
    private Trust() {}

    /**
     * Trusts nobody else.
     *
     * @param key what names the file, for an error
     */
    public static SSLContext in(Path file, String key) throws ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> authorities =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (authorities.isEmpty()) {
                throw new ConfigException(key + " " + file + " holds no certificate in PEM");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Certificate authority : authorities) {
                store.setCertificateEntry("ca" + store.size(), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new ConfigException(
                    key + " " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
        } catch (GeneralSecurityException e) {
            throw new ConfigException(key + " " + file + " holds no certificate in PEM", e);
        }
    }
}
