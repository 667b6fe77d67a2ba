package io.dbvitals.guard.audit.chain;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Work with the head of a log while no other thread and no other process writes. */
public final class HeadLock {
    /**
     * The system's lock is one of the whole process, and gone as soon as any of its threads closes that file; so the threads of this
     * process take turns, for opening it too.
     */
    private static final ReentrantLock TURN = new ReentrantLock();

    private static final long PATIENCE_SECONDS = 5;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private HeadLock() {}

    /** What is done under the lock. */
    public interface Work<T> {
        T with(RandomAccessFile head) throws IOException;
    }

    /** Also on a thread that has been interrupted, which stays so: no record may get lost by that. */
    static <T> T toWrite(Path log, Work<T> work) throws IOException {
        return locked(log, "rw", work);
    }

    public static <T> T toRead(Path log, Work<T> work) throws IOException {
        return locked(log, "r", work);
    }

    private static <T> T locked(Path log, String mode, Work<T> work) throws IOException {
        TURN.lock();
        boolean interrupted = Thread.interrupted();
        try (RandomAccessFile head = new RandomAccessFile(Head.beside(log).toFile(), mode)) {
            lock(head.getChannel(), mode.equals("r"), log);
            return work.with(head);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            TURN.unlock();
        }
    }

    /** Until the file is closed. It asks again and again, because whoever waits in the system's call waits for ever. */
    private static void lock(FileChannel channel, boolean shared, Path log) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (channel.tryLock(0, Long.MAX_VALUE, shared) == null) {
            if (System.nanoTime() - end > 0) {
                throw new IOException(
                        "another process has held the lock on " + log + " for " + PATIENCE_SECONDS + " s");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
