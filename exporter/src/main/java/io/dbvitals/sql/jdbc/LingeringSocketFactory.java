package io.dbvitals.sql.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets that wait at {@code close()} until the server has hung up. A server's session lives on for some milliseconds after its
 * client has gone; without the wait, the next connection would for that time be one more than the cap allows.
 * Public because the drivers make it by name.
 */
public final class LingeringSocketFactory extends SocketFactory {
    private static final int LINGER_MILLIS = 250;

    @Override
    public Socket createSocket() {
        return new LingeringSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new UnsupportedOperationException("the driver connects its sockets itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return createSocket(address, port);
    }

    private static final class LingeringSocket extends Socket {
        @Override
        public synchronized void close() throws IOException {
            if (!isClosed() && isConnected() && !isOutputShutdown()) {
                awaitHangUp();
            }
            super.close();
        }

        private void awaitHangUp() {
            try {
                setSoTimeout(LINGER_MILLIS);
                shutdownOutput();
                InputStream in = getInputStream();
                byte[] rest = new byte[1024];
                long end = System.nanoTime() + LINGER_MILLIS * 1_000_000L;
                int read = in.read(rest);
                while (read >= 0 && System.nanoTime() < end) {
                    read = in.read(rest);
                }
            } catch (IOException e) {
                // Reset, or still there after the wait: closing is all that is left either way.
            }
        }
    }
}
