package io.dbvitals.http.page;

import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;

/** Writes text as UTF-8 bytes through one small buffer; label sets that come again are written from the bytes of their first time. */
final class ByteText {
    private static final int BUFFER_BYTES = 16_384;
    /** Of label sets remembered for one page. */
    private static final int MAX_REMEMBERED = 20_000;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final IdentityHashMap<Labels, byte[]> remembered = new IdentityHashMap<>();
    private int length;

    ByteText(OutputStream out) {
        this.out = out;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void write(byte[] bytes) throws IOException {
        if (bytes.length > buffer.length - length) {
            flush();
            if (bytes.length > buffer.length) {
                out.write(bytes);
                return;
            }
        }
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    void write(String text) throws IOException {
        write(bytes(text));
    }

    void write(char ascii) throws IOException {
        if (length == buffer.length) {
            flush();
        }
        buffer[length++] = (byte) ascii;
    }

    /** Whether that very object was written before. */
    boolean knows(Labels labels) {
        return remembered.containsKey(labels);
    }

    /** In braces; nothing for no labels. */
    void labels(Labels labels) throws IOException {
        if (labels.isEmpty()) {
            return;
        }
        byte[] known = remembered.get(labels);
        if (known == null) {
            known = bytes(braces(labels));
            if (remembered.size() < MAX_REMEMBERED) {
                remembered.put(labels, known);
            }
        }
        write(known);
    }

    /** As {@link Double#toString} and the formats have it. */
    void number(double value) throws IOException {
        if (value == (int) value && (value != 0 || 1 / value > 0) && Math.abs(value) < 1e7) {
            whole((int) value);
        } else if (value == Double.POSITIVE_INFINITY) {
            write("+Inf");
        } else if (value == Double.NEGATIVE_INFINITY) {
            write("-Inf");
        } else {
            write(Double.toString(value));
        }
    }

    void flush() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }

    /** Most samples are small whole numbers: digits and {@code .0} are written without a text in between. */
    private void whole(int value) throws IOException {
        if (buffer.length - length < 12) {
            flush();
        }
        int rest = Math.abs(value);
        int digits = 1;
        for (int power = 10; power <= rest; power *= 10) {
            digits++;
        }
        if (value < 0) {
            buffer[length++] = '-';
        }
        for (int i = digits - 1; i >= 0; i--) {
            buffer[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        buffer[length++] = '.';
        buffer[length++] = '0';
    }

    private static String braces(Labels labels) {
        StringBuilder text = new StringBuilder(128);
        for (int i = 0; i < labels.size(); i++) {
            text.append(i == 0 ? '{' : ',').append(labels.getPrometheusName(i)).append("=\"");
            escape(labels.getValue(i), text);
            text.append('"');
        }
        return text.append('}').toString();
    }

    private static void escape(String value, StringBuilder text) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(c);
            }
        }
    }
}
