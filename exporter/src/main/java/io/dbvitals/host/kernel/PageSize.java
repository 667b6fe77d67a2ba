package io.dbvitals.host.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.OptionalLong;

/** How many bytes a page of memory has: 4 KiB mostly, up to 64 KiB on arm64. The kernel tells every process at its start. */
public final class PageSize {
    private static final long USUAL = 4096;
    /** Of the page size among what the kernel tells. */
    private static final long KEY = 6;

    private final Roots roots;
    private volatile long bytes;

    /** Reads nothing before it is asked. */
    public PageSize(Roots roots) {
        this.roots = roots;
    }

    public long bytes() {
        if (bytes == 0) {
            bytes = read(roots.proc("self/auxv"))
                    .orElseGet(() -> read(new File("/proc/self/auxv")).orElse(USUAL));
        }
        return bytes;
    }

    private static OptionalLong read(File auxv) {
        try {
            ByteBuffer pairs =
                    ByteBuffer.wrap(Files.readAllBytes(auxv.toPath())).order(ByteOrder.nativeOrder());
            while (pairs.remaining() >= 2 * Long.BYTES) {
                long key = pairs.getLong();
                long value = pairs.getLong();
                if (key == KEY) {
                    return OptionalLong.of(value);
                }
            }
        } catch (IOException e) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }
}
