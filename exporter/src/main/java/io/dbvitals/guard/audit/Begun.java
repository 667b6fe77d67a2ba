package io.dbvitals.guard.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.config.json.Json;
import io.dbvitals.guard.audit.chain.Line;
import io.dbvitals.guard.audit.chain.Lines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts what was begun of late, reading no more of a log than its end. */
final class Begun {
    private static final long FIRST_BYTES = 64 << 10;

    private final String target;
    private final String since;

    /** {@code since}: records of that moment count. */
    Begun(String target, Instant since) {
        String json = Json.write(target);
        this.target = json.substring(1, json.length() - 1);
        this.since = Line.micros(since);
    }

    /** In a file and in those that it was renamed to since then; one that is not there has no records. */
    static int in(Path file, String target, Instant since) throws IOException {
        Begun begun = new Begun(target, since);
        int count = begun.count(file);
        for (Path renamed : renamed(file, since)) {
            count += begun.count(renamed);
        }
        return count;
    }

    private static Iterable<Path> renamed(Path file, Instant since) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return Stream.<Path>empty().toList();
        }
        String name = String.valueOf(file.getFileName());
        try (Stream<Path> all = Files.list(folder)) {
            // As logrotate names them: audit.jsonl.1, audit.jsonl-20240115.
            return all.filter(each -> String.valueOf(each.getFileName()).matches("\\Q" + name + "\\E[.-]\\d+"))
                    .filter(each -> changed(each).compareTo(since) >= 0)
                    .toList();
        }
    }

    private static Instant changed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.MIN;
        }
    }

    private int count(Path file) throws IOException {
        long size;
        try {
            size = Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
        long bytes = FIRST_BYTES;
        while (true) {
            long from = Math.max(0, size - bytes);
            Counted counted = count(file, from, size);
            if (from == 0 || counted.complete()) {
                return counted.actions();
            }
            bytes *= 2;
        }
    }

    /** {@code complete}: there was a record from before. */
    private record Counted(int actions, boolean complete) {}

    private Counted count(Path file, long from, long to) throws IOException {
        int actions = 0;
        boolean complete = false;
        try (Lines lines = Lines.of(file, from, to)) {
            Optional<byte[]> next = lines.next();
            while (next.isPresent()) {
                byte[] bytes = next.get();
                Optional<Line> line = Line.read(bytes);
                if (line.isPresent()) {
                    boolean old = line.get().ts().compareTo(since) < 0;
                    complete |= old;
                    if (!old && counts(line.get(), bytes)) {
                        actions++;
                    }
                }
                next = lines.next();
            }
        }
        return new Counted(actions, complete);
    }

    /** An emergency has no limit, and leaves that of the rules as it is. */
    private boolean counts(Line line, byte[] bytes) {
        return line.phase().equals("intent")
                && line.target().equals(target)
                && Stream.of("watch", "cleanup")
                        .anyMatch(mode -> new String(bytes, UTF_8).contains(",\"mode\":\"" + mode + "\""));
    }
}
