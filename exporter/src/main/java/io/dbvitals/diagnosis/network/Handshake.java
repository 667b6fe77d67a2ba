package io.dbvitals.diagnosis.network;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Begins TLS to see the server's certificate, whoever signed it; nothing is sent over it. */
final class Handshake {
    private Handshake() {}

    /**
     * Who answered.
     *
     * @param protocol as {@code TLSv1.3}; empty where the server broke off after it had shown its certificate
     * @param chain the server's certificate first
     */
    record Peer(String protocol, List<X509Certificate> chain) {
        Peer {
            chain = List.copyOf(chain);
        }
    }

    static Peer over(Socket plain, String host, int port) throws IOException {
        Witness witness = new Witness();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[] {witness}, new SecureRandom());
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, false);
            if (!host.contains(":") && !host.matches("[0-9.]+")) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(host)));
                socket.setSSLParameters(parameters);
            }
            socket.startHandshake();
            return new Peer(socket.getSession().getProtocol(), witness.seen);
        } catch (SSLException e) {
            // A server that wants to see ours first: whether it gets it is a matter of the login.
            if (!witness.seen.isEmpty()) {
                return new Peer("", witness.seen);
            }
            throw e;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SSLException(e.getMessage(), e);
        }
    }

    /** Remembers what it is shown, and has nothing against it. */
    private static final class Witness extends X509ExtendedTrustManager {
        private volatile List<X509Certificate> seen = List.of();

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            seen = List.of(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            seen = List.of(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            seen = List.of(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
