package io.dbvitals.guard.audit.chain;

import java.security.MessageDigest;
import java.util.HexFormat;

/** Lines in a row that are no records: what a write that was broken off left behind, or somebody's doing. */
public final class Debris {
    private final MessageDigest digest = Line.sha256();
    private long lines;
    private long bytes;

    public void add(byte[] line) {
        if (lines > 0) {
            digest.update((byte) '\n');
            bytes++;
        }
        digest.update(line);
        lines++;
        bytes += line.length;
    }

    public boolean isEmpty() {
        return lines == 0;
    }

    public long lines() {
        return lines;
    }

    public long bytes() {
        return bytes;
    }

    /** Forgets the lines and gives their SHA-256, with one line feed between two. */
    public String take() {
        lines = 0;
        bytes = 0;
        return HexFormat.of().formatHex(digest.digest());
    }
}
