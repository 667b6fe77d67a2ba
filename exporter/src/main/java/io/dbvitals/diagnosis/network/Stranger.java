package io.dbvitals.diagnosis.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Who listens at a port that is not what it should be. */
final class Stranger {
    private static final int PATIENCE_MILLIS = 1000;
    private static final byte[] REQUEST = "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private Stranger() {}

    /** By what it said first; empty where that is known of nobody. */
    static String name(byte[] said) {
        String text = new String(said, StandardCharsets.ISO_8859_1);
        if (text.startsWith("HTTP/")) {
            return "a web server (HTTP)";
        }
        if (text.startsWith("SSH-")) {
            return "an SSH server";
        }
        if (text.startsWith("220")) {
            return "a mail or FTP server";
        }
        if (text.startsWith("+PONG") || text.startsWith("-NOAUTH") || text.startsWith("-ERR")) {
            return "a Redis server";
        }
        if (said.length > 4 && said[3] == 0 && (said[4] == 10 || said[4] == -1)) {
            return "a MySQL or MariaDB server";
        }
        if (said.length > 2 && (said[0] == 0x15 || said[0] == 0x16) && said[1] == 3) {
            return "a server that speaks nothing but TLS";
        }
        if (said[0] == 'E' || said[0] == 'R') {
            return "a PostgreSQL server";
        }
        return "";
    }

    /** One that says nothing to other words may answer a browser; empty where it is silent still. */
    static String asked(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(REQUEST);
            byte[] said = socket.getInputStream().readNBytes(5);
            return said.length == 0 ? "" : name(said);
        } catch (IOException e) {
            return "";
        }
    }
}
