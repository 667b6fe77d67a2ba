package io.dbvitals.guard.emergency.fence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which doors are shut, one line each. A door is on the disk before it is shut, and stays there until it is open again, so that whoever
 * comes after a guard that was killed knows what to open. There is no file when all are open.
 */
public final class FenceFile implements AutoCloseable {
    /**
     * Those that this process has. The system ends a process's lock when any channel to the file is closed, so none may be opened just to
     * find it locked.
     */
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FenceFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes it for this thread alone, until it is closed or the process ends.
     *
     * @throws FenceException when somebody else has it, or it cannot be written
     */
    public static FenceFile take(Path file) throws FenceException {
        Path absolute = file.toAbsolutePath();
        if (!TAKEN.add(absolute)) {
            throw FenceException.taken(file);
        }
        boolean done = false;
        // Not the file itself, which is replaced by each write.
        Path beside = absolute.resolveSibling(absolute.getFileName() + ".lock");
        try {
            FileChannel channel = FileChannel.open(
                    beside,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (channel.tryLock() == null) {
                channel.close();
                throw FenceException.taken(file);
            }
            done = true;
            return new FenceFile(absolute, channel);
        } catch (IOException e) {
            throw FenceException.unusable(file, e);
        } finally {
            if (!done) {
                TAKEN.remove(absolute);
            }
        }
    }

    public List<Shut> read() throws FenceException {
        return read(file);
    }

    public static List<Shut> read(Path file) throws FenceException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            List<Shut> all = new ArrayList<>();
            for (String line : Files.readAllLines(file, UTF_8)) {
                all.add(Shut.of(line).orElseThrow(() -> FenceException.foreign(file)));
            }
            return all;
        } catch (IOException e) {
            throw FenceException.unusable(file, e);
        }
    }

    /** Replaces all; it is on the disk when this returns. */
    public void write(List<Shut> all) throws FenceException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            if (all.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                Files.deleteIfExists(fresh);
                Files.createFile(
                        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
                    for (Shut each : all) {
                        out.write((each.line() + "\n").getBytes(UTF_8));
                    }
                    out.getFD().sync();
                }
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            try (FileChannel folder = FileChannel.open(file.resolveSibling(""), StandardOpenOption.READ)) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw FenceException.unusable(file, e);
        }
    }

    @Override
    public void close() throws FenceException {
        try {
            // It ends the lock too.
            channel.close();
        } catch (IOException e) {
            throw FenceException.unusable(file, e);
        } finally {
            TAKEN.remove(file);
        }
    }
}
