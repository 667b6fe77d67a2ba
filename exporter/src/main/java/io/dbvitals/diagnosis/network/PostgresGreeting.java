package io.dbvitals.diagnosis.network;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** PostgreSQL's and PgBouncer's: a request for TLS, which each of their servers answers with one letter. */
public final class PostgresGreeting implements Greeting {
    private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 4, (byte) 210, 22, 47};
    private static final int LONGEST_ERROR = 8192;

    private final String server;

    public PostgresGreeting(String server) {
        this.server = server;
    }

    @Override
    public String server() {
        return server;
    }

    @Override
    public Hello greet(Socket socket, boolean encrypted) throws IOException, Refused, Foreign {
        socket.getOutputStream().write(SSL_REQUEST);
        InputStream in = socket.getInputStream();
        int letter = in.read();
        if (letter < 0) {
            throw new EOFException("hung up");
        }
        if (letter == 'E') {
            throw refused(new DataInputStream(in));
        }
        // Who says more than one letter meant something else by it, as an SSH server.
        if ((letter != 'S' && letter != 'N') || in.available() > 0) {
            throw Foreign.of(letter, in);
        }
        return new Hello(letter == 'S', "");
    }

    private static Refused refused(DataInputStream in) throws IOException {
        int length = in.readInt() - 4;
        byte[] fields = in.readNBytes(Math.max(0, Math.min(length, LONGEST_ERROR)));
        String code = "";
        String message = "";
        for (String field : new String(fields, StandardCharsets.UTF_8).split("\0", -1)) {
            if (field.startsWith("C")) {
                code = field.substring(1);
            } else if (field.startsWith("M")) {
                message = field.substring(1);
            }
        }
        return new Refused(code, message);
    }
}
