package io.dbvitals.guard.audit.chain;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** The bytes of a file, line by line, between two places in it. */
public final class Lines implements Closeable {
    /** More than any record has; what is longer comes in parts, so that a foreign file cannot fill the memory. */
    private static final int MAX_LINE = 1 << 20;

    private final InputStream in;
    private long left;
    private boolean ended = true;

    private Lines(InputStream in, long left) {
        this.in = in;
        this.left = left;
    }

    /** From one byte to another, that one not included. */
    public static Lines of(Path file, long from, long to) throws IOException {
        // A stream, not a channel: an interrupt must not break off what belongs to a record.
        FileInputStream in = new FileInputStream(file.toFile());
        try {
            in.skipNBytes(from);
        } catch (IOException e) {
            in.close();
            throw e;
        }
        return new Lines(new BufferedInputStream(in), to - from);
    }

    /** The next line without its end. */
    public Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        boolean any = false;
        while (left > 0 && line.size() < MAX_LINE) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            left--;
            any = true;
            ended = b == '\n';
            if (ended) {
                break;
            }
            line.write(b);
        }
        return any ? Optional.of(line.toByteArray()) : Optional.empty();
    }

    /** Whether the last line given had an end; so has what is empty. */
    public boolean ended() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
