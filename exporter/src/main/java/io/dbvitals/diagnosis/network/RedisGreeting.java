package io.dbvitals.diagnosis.network;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Redis's and Valkey's: a ping, which even those answer who then refuse everything. With TLS, that comes before any word. */
public final class RedisGreeting implements Greeting {
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 512;

    /** What the server says to everybody, whoever logs in. */
    private static final List<String> REFUSALS = List.of("-DENIED", "-ERR max number of clients");

    @Override
    public String server() {
        return "Redis server";
    }

    @Override
    public Hello greet(Socket socket, boolean encrypted) throws IOException, Refused, Foreign {
        if (encrypted) {
            return new Hello(true, "");
        }
        socket.getOutputStream().write(PING);
        InputStream in = socket.getInputStream();
        int sign = in.read();
        if (sign < 0) {
            throw new EOFException("hung up");
        }
        if (sign != '+' && sign != '-') {
            throw Foreign.of(sign, in);
        }
        StringBuilder line = new StringBuilder().append((char) sign);
        int next = in.read();
        while (next >= 0 && next != '\r' && line.length() < LONGEST) {
            line.append((char) next);
            next = in.read();
        }
        for (String refusal : REFUSALS) {
            if (line.toString().startsWith(refusal)) {
                throw new Refused("", line.substring(1));
            }
        }
        return new Hello(false, "");
    }
}
