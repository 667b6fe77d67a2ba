package io.dbvitals.redis.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A socket whose reads end at one moment, however slowly the bytes drip in: a plain read timeout begins anew with every packet. */
final class DeadlineSocket extends Socket {
    private volatile long atNanos = System.nanoTime();

    void endAfter(Duration left) {
        atNanos = System.nanoTime() + left.toNanos();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                bound();
                return super.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                bound();
                return super.read(bytes, offset, length);
            }
        };
    }

    private void bound() throws IOException {
        long millis = (atNanos - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
    }
}
