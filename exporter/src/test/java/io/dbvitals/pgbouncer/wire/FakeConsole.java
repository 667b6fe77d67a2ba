package io.dbvitals.pgbouncer.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TlsConfig;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server that says what a test has it say: for what real ones do only when they are broken, hostile or old. */
public final class FakeConsole implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    /** One connection from its beginning to its end. */
    public interface Script {
        void play(Peer peer) throws Exception;
    }

    /** The answer to a command, without what ends it. */
    public interface Answers {
        byte[] to(String command);
    }

    public FakeConsole(Script script) throws IOException {
        Thread thread = new Thread(() -> accept(script), "fake console");
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets everybody in and answers until they go. */
    public static FakeConsole answering(Answers answers) throws IOException {
        return new FakeConsole(peer -> {
            peer.startup();
            peer.welcome();
            while (true) {
                String command = peer.query();
                peer.send(answers.to(command), complete(), ready());
            }
        });
    }

    public PgBouncerConfig config() {
        return config(TlsConfig.OFF);
    }

    public PgBouncerConfig config(TlsConfig tls) {
        return new PgBouncerConfig(
                "127.0.0.1",
                listener.getLocalPort(),
                "pgbouncer",
                "stats",
                new Secret.Literal("pencil"),
                tls,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread thread = new Thread(() -> play(script, socket), "fake connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            // Closed by the test.
            return;
        }
    }

    private static void play(Script script, Socket socket) {
        try (socket) {
            script.play(new Peer(socket));
        } catch (Exception e) {
            // The client has gone: the test looks at what the client made of it.
            return;
        }
    }

    public static byte[] message(char letter, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) letter)
                .putInt(4 + body.length)
                .put(body)
                .array();
    }

    public static byte[] authentication(int kind, String rest) {
        byte[] text = rest.getBytes(UTF_8);
        return message(
                'R', ByteBuffer.allocate(4 + text.length).putInt(kind).put(text).array());
    }

    public static byte[] ready() {
        return message('Z', new byte[] {'I'});
    }

    public static byte[] complete() {
        return message('C', Messages.texts("SHOW"));
    }

    /** {@code letter} is E for an error and N for a notice. */
    public static byte[] report(char letter, String severity, String state, String text) {
        return message(letter, Messages.texts("S" + severity, "C" + state, "M" + text, ""));
    }

    /** Columns of numbers end in {@code #}. */
    public static byte[] columns(String... names) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(ByteBuffer.allocate(2).putShort((short) names.length).array());
        for (String name : names) {
            boolean number = name.endsWith("#");
            body.writeBytes(Messages.texts(number ? name.substring(0, name.length() - 1) : name));
            body.writeBytes(
                    ByteBuffer.allocate(18).putInt(6, number ? 1700 : 25).array());
        }
        return message('T', body.toByteArray());
    }

    /** {@code NULL} is none. */
    public static byte[] row(String... values) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(ByteBuffer.allocate(2).putShort((short) values.length).array());
        for (String value : values) {
            byte[] text = value.getBytes(UTF_8);
            boolean none = value.equals("NULL");
            body.writeBytes(
                    ByteBuffer.allocate(4).putInt(none ? -1 : text.length).array());
            body.writeBytes(none ? new byte[0] : text);
        }
        return message('D', body.toByteArray());
    }

    /** The client as the script sees it. */
    public static final class Peer {
        private final DataInputStream in;
        private final OutputStream out;

        private Peer(Socket socket) throws IOException {
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        public void startup() throws IOException {
            in.readNBytes(in.readInt() - 4);
        }

        public void welcome() throws IOException {
            send(
                    authentication(0, ""),
                    message('S', Messages.texts("server_version", "1.8.1/bouncer")),
                    message('K', new byte[8]),
                    ready());
        }

        /** The text of the next message, whatever its kind. */
        public String body() throws IOException {
            in.readByte();
            return new String(in.readNBytes(in.readInt() - 4), UTF_8);
        }

        public String query() throws IOException {
            return body().replace("\0", "");
        }

        public void send(byte[]... messages) throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] message : messages) {
                all.writeBytes(message);
            }
            out.write(all.toByteArray());
        }
    }
}
