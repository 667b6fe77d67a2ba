package io.dbvitals.pgbouncer.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The messages of one connection, one at a time: a letter, a length, a body. The body is read where it lies in the buffer. */
final class Messages {
    /** Much more than any answer of the console; a length beyond it comes from something that is no PgBouncer. */
    private static final int LARGEST = 1 << 20;

    private static final int HEAD = 5;

    private final InputStream in;
    private final OutputStream out;
    private byte[] buffer = new byte[4096];
    private int filled;
    private int at;
    private int end;

    Messages(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** Sends a message without a letter, as only the first of a connection is. */
    void startup(byte[] body) throws IOException {
        send(new byte[0], body);
    }

    void send(char letter, byte[] body) throws IOException {
        send(new byte[] {(byte) letter}, body);
    }

    private void send(byte[] letter, byte[] body) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream(body.length + HEAD);
        message.writeBytes(letter);
        message.writeBytes(ByteBuffer.allocate(4).putInt(body.length + 4).array());
        message.writeBytes(body);
        out.write(message.toByteArray());
        out.flush();
    }

    /** Texts that each end in a zero. */
    static byte[] texts(String... texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String text : texts) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        return bytes.toByteArray();
    }

    /** Waits for the next message and returns its letter. */
    char next() throws IOException {
        at = end;
        require(HEAD);
        char letter = (char) (buffer[at] & 0xff);
        int length = ByteBuffer.wrap(buffer, at + 1, 4).getInt() - 4;
        if (length < 0 || length > LARGEST) {
            throw new ProtocolException("a message of the kind '" + (letter < ' ' || letter > '~' ? '?' : letter)
                    + "' claims to be " + length + " bytes long; this is not the port of a PgBouncer");
        }
        at += HEAD;
        require(length);
        end = at + length;
        return letter;
    }

    int remaining() {
        return end - at;
    }

    int int32() throws ProtocolException {
        return take(4).getInt();
    }

    int int16() throws ProtocolException {
        return take(2).getShort();
    }

    byte[] bytes(int length) throws ProtocolException {
        byte[] copy = new byte[length];
        take(length).get(copy);
        return copy;
    }

    void skip(int length) throws ProtocolException {
        take(length);
    }

    /** Up to the next zero; the rest of the message where there is none. */
    String text() {
        int zero = at;
        while (zero < end && buffer[zero] != 0) {
            zero++;
        }
        String text = new String(buffer, at, zero - at, StandardCharsets.UTF_8);
        at = Math.min(end, zero + 1);
        return text;
    }

    /** Appends to {@code cells} what comes next. */
    void copyTo(Cells cells, int length) throws ProtocolException {
        int from = at;
        take(length);
        cells.add(buffer, from, length);
    }

    /** The field of an ErrorResponse or NoticeResponse with that letter, which is read from the beginning. */
    Optional<String> field(char wanted) {
        int from = at;
        try {
            while (at < end && buffer[at] != 0) {
                char field = (char) buffer[at++];
                String value = text();
                if (field == wanted) {
                    return Optional.of(value);
                }
            }
            return Optional.empty();
        } finally {
            at = from;
        }
    }

    /** Of the ErrorResponse that has just come. */
    ServerError error() {
        String severity = field('V').or(() -> field('S')).orElse("");
        return new ServerError(
                severity.equals("FATAL") || severity.equals("PANIC"),
                field('C').orElse(""),
                field('M').orElse("an error without a text"));
    }

    private ByteBuffer take(int length) throws ProtocolException {
        if (length < 0 || length > end - at) {
            throw new ProtocolException("a message is shorter than what it says it holds");
        }
        at += length;
        return ByteBuffer.wrap(buffer, at - length, length);
    }

    /** Makes sure that so many bytes lie in the buffer from {@code at} on. */
    private void require(int length) throws IOException {
        if (buffer.length - at < length) {
            byte[] target = buffer.length < length ? new byte[Math.max(length, 2 * buffer.length)] : buffer;
            System.arraycopy(buffer, at, target, 0, filled - at);
            buffer = target;
            filled -= at;
            at = 0;
        }
        while (filled - at < length) {
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                throw new EOFException("the server has closed the connection");
            }
            filled += read;
        }
    }

    /** The values of a result, as they came. */
    static final class Cells {
        private final int largest;
        private byte[] bytes = new byte[1024];
        private int[] bounds = new int[256];
        private int used;
        private int count;

        Cells(int largest) {
            this.largest = largest;
        }

        void addNull() {
            bound(-1);
        }

        boolean fits(int length) {
            return (long) used + length + 8L * count <= largest;
        }

        private void add(byte[] from, int offset, int length) {
            bound(length);
            if (used + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(used + length, 2 * bytes.length));
            }
            System.arraycopy(from, offset, bytes, used, length);
            used += length;
        }

        private void bound(int length) {
            if (2 * count + 2 > bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * bounds.length);
            }
            bounds[2 * count] = used;
            bounds[2 * count + 1] = length;
            count++;
        }

        byte[] bytes() {
            return bytes;
        }

        int[] bounds() {
            return bounds;
        }
    }
}
