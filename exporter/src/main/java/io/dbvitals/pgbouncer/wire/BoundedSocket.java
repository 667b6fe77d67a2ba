package io.dbvitals.pgbouncer.wire;

import io.dbvitals.scrape.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A socket whose reads end at one moment, however many there are: the timeout of {@link Socket} alone starts anew with each byte of a
 * server that dribbles. Below TLS too, where one read of ours is many of the socket.
 */
final class BoundedSocket extends Socket {
    private volatile Deadline deadline = Deadline.after(Duration.ZERO);

    /** From now on reads end then. */
    void until(Deadline end) {
        deadline = end;
    }

    /** At least 1: zero would mean for ever. */
    int millisLeft() throws SocketTimeoutException {
        long left = deadline.remaining().toMillis();
        if (left < 1) {
            throw new SocketTimeoutException("no answer in time");
        }
        return (int) Math.min(Integer.MAX_VALUE, left);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                limit();
                return super.read();
            }

            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                limit();
                return super.read(buffer, from, length);
            }
        };
    }

    private void limit() throws SocketTimeoutException, SocketException {
        setSoTimeout(millisLeft());
    }
}
