package io.dbvitals.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A network between the exporter and a server that a test can make bad. */
public final class TcpProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile int serverPort;
    private volatile Fault fault = Fault.NONE;
    private final AtomicInteger generation = new AtomicInteger();
    private volatile int swallowedGeneration = -1;
    private volatile long resetAfter = Long.MAX_VALUE;

    private TcpProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
    }

    /** What happens to what is sent. */
    public enum Fault {
        NONE,
        /** Nothing arrives any more; connections are still accepted. */
        SWALLOW,
        /** Every packet of the server takes 100 ms. */
        DELAY
    }

    public static TcpProxy before(TestServer server) throws IOException {
        return before(server.port());
    }

    /** Before what listens on that port of this machine. */
    public static TcpProxy before(int port) throws IOException {
        TcpProxy proxy = new TcpProxy(port);
        start(proxy::accept);
        return proxy;
    }

    public int port() {
        return listener.getLocalPort();
    }

    public void fault(Fault now) {
        fault = now;
    }

    /** As a firewall does that forgets: what is connected now is silent for ever, new connections work. */
    public void forgetConnections() {
        swallowedGeneration = generation.getAndIncrement();
    }

    /** As a name or an address that moves: new connections lead to that port of this machine, those that are open stay where they are. */
    public void leadTo(int port) {
        serverPort = port;
    }

    /** Each connection is reset when the server has sent so many bytes on it. */
    public void resetAfter(long bytes) {
        resetAfter = bytes;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                sockets.add(client);
                sockets.add(server);
                int mine = generation.get();
                start(() -> copy(client, server, mine, false));
                start(() -> copy(server, client, mine, true));
            }
        } catch (IOException e) {
            // Closed, or the server is down: the clients see it too.
            return;
        }
    }

    private void copy(Socket from, Socket to, int mine, boolean answers) {
        byte[] buffer = new byte[1024];
        long sent = 0;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read = in.read(buffer);
            while (read >= 0) {
                if (fault == Fault.DELAY && answers) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
                sent += answers ? read : 0;
                if (sent > resetAfter) {
                    to.setSoLinger(true, 0);
                    return;
                }
                if (fault != Fault.SWALLOW && mine > swallowedGeneration) {
                    out.write(buffer, 0, read);
                }
                read = in.read(buffer);
            }
        } catch (IOException e) {
            // The other direction has ended the connection.
            return;
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
