package io.dbvitals.http.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Decides during the handshake whether a client's certificate is accepted. */
final class ClientTrust extends X509ExtendedTrustManager {
    private final Optional<X509ExtendedTrustManager> verifier;
    private final List<String> allowedSans;

    /**
     * Trusts whom the verifier trusts and who bears an allowed name.
     *
     * @param verifier empty: the chain of the certificate is not verified, as {@code RequireAnyClientCert} wants it
     * @param allowedSans empty for any
     */
    ClientTrust(Optional<X509ExtendedTrustManager> verifier, List<String> allowedSans) {
        this.verifier = verifier;
        this.allowedSans = List.copyOf(allowedSans);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (verifier.isPresent()) {
            verifier.get().checkClientTrusted(chain, authType, engine);
        }
        checkNames(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        if (verifier.isPresent()) {
            verifier.get().checkClientTrusted(chain, authType, socket);
        }
        checkNames(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (verifier.isPresent()) {
            verifier.get().checkClientTrusted(chain, authType);
        }
        checkNames(chain);
    }

    private void checkNames(X509Certificate[] chain) throws CertificateException {
        if (allowedSans.isEmpty()) {
            return;
        }
        Set<String> found = names(chain[0]);
        if (found.stream().noneMatch(allowedSans::contains)) {
            throw new CertificateException("the client's certificate has none of the allowed names; it has " + found);
        }
    }

    /** DNS names, addresses, e-mail addresses and URIs: those that Java gives as text. */
    private static Set<String> names(X509Certificate certificate) throws CertificateParsingException {
        Set<String> names = new TreeSet<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            for (List<?> alternative : alternatives) {
                if (alternative.get(1) instanceof String name) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return verifier.map(X509ExtendedTrustManager::getAcceptedIssuers).orElse(new X509Certificate[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this side is the server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this side is the server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this side is the server");
    }
}
