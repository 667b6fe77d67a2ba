package io.dbvitals.guard.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends records to the file, which is opened anew for each: so it may be renamed at any time, and what other processes have appended
 * meanwhile is gone on from.
 *
 * <p>What it finds changed since the last record it puts on record itself, as a {@link Note}, before the record that it was asked
 * for.
 */
public final class ChainFile {
    private final Path file;
    private final Clock clock;

    /** Nothing is opened before the first record. */
    public ChainFile(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Brings the record to disk, or throws and leaves the file as it was.
     *
     * @return its number
     */
    public long append(Draft draft) throws IOException {
        prepare(Head.beside(file));
        return HeadLock.toWrite(file, head -> append(head, draft));
    }

    private long append(RandomAccessFile headFile, Draft draft) throws IOException {
        prepare(file);
        long size = Files.size(file);
        String key = Head.key(file);
        List<Draft> drafts = new ArrayList<>();
        Found found = Found.of(file, size, key, Head.read(headFile));
        drafts.addAll(found.notes());
        drafts.add(draft);

        StringBuilder text = new StringBuilder(found.ended() ? "" : "\n");
        Head head = found.head();
        Instant now = clock.instant();
        long from = size + text.length();
        for (Draft each : drafts) {
            String line = each.line(head.seq() + 1, head.hash(), now);
            text.append(line).append('\n');
            String hash = Line.read(line.getBytes(UTF_8)).orElseThrow().hash();
            long to = from + line.getBytes(UTF_8).length + 1;
            head = head.then(hash, from, to, key);
            from = to;
        }
        try {
            force(text.toString().getBytes(UTF_8));
            head.write(headFile);
        } catch (IOException e) {
            undo(size);
            throw e;
        }
        return head.seq();
    }

    private void force(byte[] bytes) throws IOException {
        // A stream, because a channel is closed when its thread is interrupted; and one that can only append.
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write(bytes);
            out.getFD().sync();
        }
    }

    /** Where it fails, the next writer finds the rest, keeps it and says so. */
    private void undo(long size) {
        try (RandomAccessFile all = new RandomAccessFile(file.toFile(), "rw")) {
            all.setLength(size);
        } catch (IOException e) {
            return;
        }
    }

    /** Creates it for the owner alone, and its folder where that is missing. */
    private static void prepare(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            return;
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
