import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail server on loopback that takes every mail, with as much of SMTP as Alertmanager speaks, login included. */
final class MailSink implements AutoCloseable {

    private static final Pattern ENCODED = Pattern.compile("=([0-9A-F]{2})");

    private final Sink sink;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    MailSink(Sink sink) throws IOException {
        this.sink = sink;
        background(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                background(() -> receive(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void receive(Socket socket) {
        try (socket; BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder text = new StringBuilder();
            answer(socket, "220 sink");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.toUpperCase();
                if (verb.startsWith("EHLO")) {
                    answer(socket, "250-sink\r\n250 AUTH PLAIN");
                } else if (verb.startsWith("AUTH PLAIN ")) {
                    String login = new String(Base64.getDecoder().decode(line.substring(11)), StandardCharsets.UTF_8);
                    text.append("login").append(login.replace('\0', ' ')).append('\n');
                    answer(socket, "235 welcome");
                } else if (verb.startsWith("MAIL FROM:") || verb.startsWith("RCPT TO:")) {
                    text.append(line.substring(line.indexOf(' ') + 1).toLowerCase().replace(":", " ")).append('\n');
                    answer(socket, "250 fine");
                } else if (verb.equals("DATA")) {
                    answer(socket, "354 go on");
                    for (String part = in.readLine(); part != null && !part.equals("."); part = in.readLine()) {
                        text.append(part).append('\n');
                    }
                    sink.add("mail", decoded(text.toString()));
                    answer(socket, "250 taken");
                } else {
                    answer(socket, verb.equals("QUIT") ? "221 bye" : "250 fine");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Quoted-printable, read roughly: the ASCII that is looked for. */
    private static String decoded(String mail) {
        return java.util.regex.Pattern.compile("=([0-9A-F]{2})").matcher(mail.replace("=\n", ""))
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }

    private static void background(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
