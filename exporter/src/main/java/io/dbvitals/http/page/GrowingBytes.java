package io.dbvitals.http.page;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Bytes in memory, handed out without a copy. */
final class GrowingBytes extends ByteArrayOutputStream {
    GrowingBytes(int expectedSize) {
        super(expectedSize);
    }

    /** Takes back the last bytes that were written. */
    synchronized void dropLast(int length) {
        count -= length;
    }

    /** Nothing may be written any more once this was called. */
    synchronized ByteBuffer view() {
        return ByteBuffer.wrap(buf, 0, count);
    }
}
