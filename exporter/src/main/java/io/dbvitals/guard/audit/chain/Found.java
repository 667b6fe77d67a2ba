package io.dbvitals.guard.audit.chain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a writer goes on from.
 *
 * @param head the last record
 * @param notes what has to be put on record about the file itself
 * @param ended whether the file's last line has an end
 */
record Found(Head head, List<Draft> notes, boolean ended) {
    Found {
        notes = List.copyOf(notes);
    }

    /** What stands in the file of that size. */
    static Found of(Path file, long size, String key, Optional<Head> known) throws IOException {
        if (known.isEmpty()) {
            Tail tail = Tail.read(file, size, Head.NONE, true);
            List<Draft> notes = new ArrayList<>();
            if (size > 0) {
                notes.add(Draft.note(Note.HEAD_LOST, Map.of()));
            }
            return tail.noted(notes);
        }
        Head last = known.get();
        if (last.standsIn(file, size)) {
            return Tail.read(file, size, last, false).noted(new ArrayList<>());
        }
        Note what = size > 0 ? Note.ALTERED : last.fileKey().equals(key) ? Note.TRUNCATED : Note.ROTATED;
        return new Found(last, List.of(Draft.note(what, Map.of())), size == 0 || endsALine(file, size));
    }

    private static boolean endsALine(Path file, long size) throws IOException {
        try (Lines lines = Lines.of(file, size - 1, size)) {
            lines.next();
            return lines.ended();
        }
    }

    /** The records behind a known one, and what is none behind those. */
    private record Tail(Head head, Debris debris, boolean ended) {
        /** @param anyFirst whether the first record may follow any other */
        static Tail read(Path file, long size, Head from, boolean anyFirst) throws IOException {
            Head head = from;
            Debris debris = new Debris();
            try (Lines lines = Lines.of(file, from.end(), size)) {
                long at = from.end();
                Optional<byte[]> next = lines.next();
                while (next.isPresent()) {
                    byte[] line = next.get();
                    long end = at + line.length + (lines.ended() ? 1 : 0);
                    Optional<Line> read = lines.ended() ? Line.read(line) : Optional.empty();
                    String before = head.hash();
                    boolean any = anyFirst;
                    Optional<Line> record = read.filter(Line::intact)
                            .filter(each -> any || each.prevHash().equals(before));
                    if (record.isPresent()) {
                        head = new Head(record.get().seq(), record.get().hash(), at, end, from.fileKey());
                        debris.take();
                    } else {
                        debris.add(line);
                    }
                    at = end;
                    next = lines.next();
                }
                return new Tail(head, debris, lines.ended());
            }
        }

        Found noted(List<Draft> notes) {
            if (!debris.isEmpty()) {
                Map<String, Object> members = new LinkedHashMap<>();
                long bytes = debris.bytes();
                members.put("torn", debris.take());
                members.put("bytes", bytes);
                // First, because it has to follow the lines that it notes.
                notes.add(0, Draft.note(Note.TORN, members));
            }
            return new Found(head, notes, ended);
        }
    }
}
