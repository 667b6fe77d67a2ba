package io.dbvitals.guard.audit.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last record, kept in a small file beside the log: whoever writes next goes on from it, also in a new file after a rotation, and
 * sees when records have gone from the end. The same file bears the lock, because it stays when the log is renamed.
 *
 * @param start where the last record begins in its file, in bytes
 * @param end where it ends, with what ends its line
 * @param fileKey which file it was, by the file system's own number
 */
public record Head(long seq, String hash, long start, long end, String fileKey) {
    /** Of a log without records. */
    public static final Head NONE = new Head(0, Line.NO_HASH, 0, 0, "");

    private static final int MAX_BYTES = 512;
    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,18}) ([0-9a-f]{64}) (\\d{1,18}) (\\d{1,18}) ([^\\n]*)\\n.*", Pattern.DOTALL);

    /** Its file. */
    public static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".head");
    }

    /** The file system's own number of that file; empty where it gives none. */
    public static String key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? "" : key.toString();
    }

    /** Empty when there is none yet, or none that can be understood. */
    public static Optional<Head> read(RandomAccessFile file) throws IOException {
        byte[] bytes = new byte[(int) Math.min(MAX_BYTES, file.length())];
        file.seek(0);
        file.readFully(bytes);
        Matcher text = TEXT.matcher(new String(bytes, US_ASCII));
        return text.matches()
                ? Optional.of(new Head(
                        Long.parseLong(text.group(1)),
                        text.group(2),
                        Long.parseLong(text.group(3)),
                        Long.parseLong(text.group(4)),
                        text.group(5)))
                : Optional.empty();
    }

    /**
     * Replaces what stands there. It need not reach the disk: when the machine stops, the record itself is there, and the next writer
     * finds it behind an older head.
     */
    void write(RandomAccessFile file) throws IOException {
        file.seek(0);
        file.write((seq + " " + hash + " " + start + " " + end + " " + fileKey + "\n").getBytes(US_ASCII));
    }

    /** Whether the file still holds that record in that place. */
    boolean standsIn(Path file, long size) throws IOException {
        if (size < end) {
            return false;
        }
        try (Lines lines = Lines.of(file, start, end)) {
            return lines.next()
                    .flatMap(Line::read)
                    .filter(line -> line.seq() == seq && line.hash().equals(hash))
                    .isPresent();
        }
    }

    /** After one more record of that many bytes, which begins where the file ends. */
    Head then(String nextHash, long from, long to, String key) {
        return new Head(seq + 1, nextHash, from, to, key);
    }
}
