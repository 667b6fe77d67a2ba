package io.dbvitals.guard.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which process is the monitor, so that there is one, and so that others find it.
 *
 * <pre>
 * 4242
 * 2024-01-15T10:30:45.120Z
 * 3f0a…:81234
 * </pre>
 *
 * <p>Its number, when it began, and its {@link Birth}'s mark. The file is locked while it is looked at and written; that its process
 * lives shows that it counts, so that a file left behind by {@code kill -9} is in nobody's way.
 */
public final class PidFile implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(PidFile.class);
    /** The system's lock is one of the whole process. */
    private static final ReentrantLock TURN = new ReentrantLock();

    private static final int MAX_BYTES = 4_096;
    private static final int TRIES = 10;

    private final Path file;
    private final String text;

    private PidFile(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /** For this process. Who handles {@code SIGUSR1} does so before: without a handler it ends the process. */
    public static PidFile create(Path file) throws MonitorException {
        long pid = ProcessHandle.current().pid();
        Birth birth = Birth.of(pid).orElseThrow(() -> new IllegalStateException("this process does not run"));
        String text = pid + "\n" + birth.start() + "\n" + birth.mark() + "\n";
        TURN.lock();
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            for (int i = 0; i < TRIES; i++) {
                write(file, text);
                // Whoever removes its file while this one waits for the lock leaves it with a file that has no name.
                if (Files.exists(file) && Files.readString(file, US_ASCII).equals(text)) {
                    return new PidFile(file, text);
                }
            }
            throw new MonitorException("the PID file " + file + " is removed as soon as it is written");
        } catch (IOException e) {
            throw new MonitorException(
                    "cannot write the PID file " + file + ": " + e.getMessage()
                            + "; give this user the right to write in its folder, or name another by --pid-file,"
                            + " guard.pid_file or DB_MONITOR_PID_FILE",
                    e);
        } finally {
            TURN.unlock();
        }
    }

    /** The monitor of that file, alive or not; empty when there is no such file. */
    public static Optional<RunningMonitor> read(Path file) throws MonitorException {
        TURN.lock();
        try {
            return Files.exists(file) ? parse(file, head(Files.readAllBytes(file))) : Optional.empty();
        } catch (IOException e) {
            throw new MonitorException("cannot read the PID file " + file + ": " + e.getMessage(), e);
        } finally {
            TURN.unlock();
        }
    }

    /** Removes the file, if it is still that of this process. */
    @Override
    public void close() {
        try {
            remove(file, bytes -> new String(bytes, US_ASCII).equals(text));
        } catch (MonitorException e) {
            logger.warn("{}", e.getMessage());
        }
    }

    /** Removes the file of a process that has ended, unless another has written its own there. */
    static void remove(Path file, long pid) throws MonitorException {
        if (Files.exists(file)) {
            remove(file, bytes -> head(bytes).stream().findFirst().equals(Optional.of(String.valueOf(pid))));
        }
    }

    private static void remove(Path file, Predicate<byte[]> ours) throws MonitorException {
        TURN.lock();
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            lock(file, open);
            byte[] bytes = new byte[(int) Math.min(MAX_BYTES, open.length())];
            open.readFully(bytes);
            if (ours.test(bytes)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new MonitorException("the PID file " + file + " cannot be removed: " + e.getMessage(), e);
        } finally {
            TURN.unlock();
        }
    }

    private static void write(Path file, String text) throws IOException, MonitorException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            lock(file, open);
            byte[] bytes = new byte[(int) Math.min(MAX_BYTES, open.length())];
            open.readFully(bytes);
            Optional<RunningMonitor> other = parse(file, head(bytes));
            if (other.isPresent() && other.get().isAlive()) {
                throw MonitorException.running("a monitor already runs: " + other.get() + ", says the PID file " + file
                        + "; stop it, or give this one another file");
            }
            open.seek(0);
            open.write(text.getBytes(US_ASCII));
            open.setLength(text.length());
        }
    }

    /** Until the file is closed. */
    private static void lock(Path file, RandomAccessFile open) throws IOException, MonitorException {
        FileLock lock = open.getChannel().tryLock();
        if (lock == null) {
            throw new MonitorException(
                    "another process is about to write or remove the PID file " + file + "; try again");
        }
    }

    private static List<String> head(byte[] bytes) {
        return new String(bytes, US_ASCII).lines().limit(3).map(String::strip).toList();
    }

    /** Empty when the file is; what others have written is left alone. */
    private static Optional<RunningMonitor> parse(Path file, List<String> lines) throws MonitorException {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RunningMonitor(
                    file,
                    Long.parseLong(lines.get(0)),
                    new Birth(
                            lines.size() > 1 ? Instant.parse(lines.get(1)) : Instant.EPOCH,
                            lines.size() > 2 ? lines.get(2) : "")));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new MonitorException(file + " is no PID file; remove it, or name another", e);
        }
    }
}
