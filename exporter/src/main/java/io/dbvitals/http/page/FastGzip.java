package io.dbvitals.http.page;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Gzip at a level chosen for time: metrics repeat themselves so much that the highest levels win little. */
final class FastGzip extends GZIPOutputStream {
    private static final int LEVEL = 1;
    private static final int BUFFER_BYTES = 8192;

    FastGzip(OutputStream out) throws IOException {
        super(out, BUFFER_BYTES);
        def.setLevel(LEVEL);
    }
}
