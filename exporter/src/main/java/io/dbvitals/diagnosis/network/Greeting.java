package io.dbvitals.diagnosis.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** The first words between a client and one kind of server, up to where encryption would begin. */
public interface Greeting {
    /** The kind's name for people. */
    String server();

    /** Says and hears the first words; reads of {@code socket} are bounded. */
    Hello greet(Socket socket, boolean encrypted) throws IOException, Refused, Foreign;

    /**
     * It is a server of that kind.
     *
     * @param encrypts whether TLS may begin now
     * @param said of itself; may be empty
     */
    record Hello(boolean encrypts, String said) {}

    /** The server does not want us, before any login. */
    final class Refused extends Exception {
        private final String code;

        Refused(String code, String message) {
            super(message);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    /** What answers is no server of that kind; the message says what it may be, or is empty. */
    final class Foreign extends Exception {
        Foreign(String what) {
            super(what);
        }

        /** By the first bytes of what it says, of which {@code first} has been read already. */
        static Foreign of(int first, InputStream in) throws IOException {
            byte[] bytes = new byte[64];
            bytes[0] = (byte) first;
            int more = Math.min(in.available(), bytes.length - 1);
            int read = Math.max(0, in.read(bytes, 1, more));
            return new Foreign(Stranger.name(java.util.Arrays.copyOf(bytes, read + 1)));
        }
    }
}
