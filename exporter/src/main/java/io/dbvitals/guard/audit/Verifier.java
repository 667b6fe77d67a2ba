package io.dbvitals.guard.audit;

import io.dbvitals.guard.audit.AuditReport.Finding;
import io.dbvitals.guard.audit.AuditReport.Kind;
import io.dbvitals.guard.audit.chain.Debris;
import io.dbvitals.guard.audit.chain.Head;
import io.dbvitals.guard.audit.chain.HeadLock;
import io.dbvitals.guard.audit.chain.Line;
import io.dbvitals.guard.audit.chain.Lines;
import io.dbvitals.guard.audit.chain.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a log from the first line to the last, and goes on behind what it finds wrong. */
final class Verifier {
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Long, Begun> begun = new LinkedHashMap<>();
    private final Debris debris = new Debris();

    private String file = "";
    private long number;
    private long firstSeq;
    private Head last = Head.NONE;
    private long records;
    private long actions;
    private long events;

    private Verifier() {}

    private record Begun(String where, Line line) {}

    /** The file as it was when no one wrote. */
    private record Still(long size, Optional<Head> head) {
        static Still of(Path file) throws IOException {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            if (!Files.isReadable(Head.beside(file))) {
                return new Still(Files.size(file), Optional.empty());
            }
            return HeadLock.toRead(file, head -> new Still(Files.size(file), Head.read(head)));
        }
    }

    static AuditReport read(List<Path> files) throws AuditException {
        Verifier verifier = new Verifier();
        for (Path file : files) {
            try {
                verifier.file(file, Still.of(file));
            } catch (IOException e) {
                throw AuditException.unreadable(file, e);
            }
        }
        return verifier.report();
    }

    private void file(Path path, Still still) throws IOException {
        file = String.valueOf(path.getFileName());
        number = 0;
        boolean ended;
        try (Lines lines = Lines.of(path, 0, still.size())) {
            Optional<byte[]> line = lines.next();
            while (line.isPresent()) {
                number++;
                line(line.get(), lines.ended());
                line = lines.next();
            }
            ended = lines.ended();
        }
        if (!debris.isEmpty()) {
            if (ended || debris.lines() > 1) {
                unreadable();
            } else {
                find(Kind.TORN, "the last write was broken off after " + debris.bytes() + " bytes");
            }
            debris.take();
        }
        if (still.head().isPresent()) {
            end(path, still.size(), still.head().get());
        }
    }

    private void line(byte[] bytes, boolean ended) {
        Optional<Line> read = ended ? Line.read(bytes) : Optional.empty();
        if (read.isEmpty()) {
            debris.add(bytes);
            return;
        }
        Line line = read.get();
        if (!debris.isEmpty()) {
            noted(line);
        }
        if (!line.intact()) {
            find(Kind.ALTERED, "record " + line.seq() + " was changed after it was written: its hash is another");
        }
        follow(line);
        count(line);
    }

    /** What is no record is harmless when the record behind it says so, hash for hash. */
    private void noted(Line line) {
        long lines = debris.lines();
        long bytes = debris.bytes();
        if (line.is(Note.TORN) && line.torn().equals(debris.take())) {
            findings.add(new Finding(
                    Kind.TORN,
                    at(number - lines),
                    "a write was broken off after " + bytes + " bytes; record " + line.seq() + " says so"));
        } else {
            findings.add(new Finding(Kind.ALTERED, at(number - lines), lines + " lines are no records of this log"));
        }
    }

    private void unreadable() {
        findings.add(new Finding(
                Kind.ALTERED, at(number - debris.lines() + 1), debris.lines() + " lines are no records of this log"));
    }

    private void follow(Line line) {
        boolean first = records == 0;
        if (first) {
            firstSeq = line.seq();
        }
        if (line.is(Note.TRUNCATED)) {
            find(
                    Kind.TRUNCATED,
                    "the records up to " + (line.seq() - 1)
                            + " were taken out of the file; rotate it by renaming, not by copying");
        } else if (line.is(Note.ALTERED)) {
            find(Kind.ALTERED, "record " + (line.seq() - 1) + " no longer stood where it had been written");
        } else if (line.is(Note.HEAD_LOST)) {
            find(Kind.HEAD_LOST, "the file with the last hash was lost: records may be gone before this one");
        }
        long next = last.seq() + 1;
        if (first && line.is(Note.ROTATED)) {
            // The records before it stand in the file that was renamed.
        } else if (first && line.seq() > 1) {
            if (!line.is(Note.TRUNCATED)) {
                find(Kind.MISSING, "the records 1 to " + (line.seq() - 1) + " are missing");
            }
        } else if (line.seq() != next) {
            find(
                    Kind.MISSING,
                    line.seq() > next
                            ? "the records " + next + " to " + (line.seq() - 1) + " are missing"
                            : "record " + line.seq() + " comes after record " + last.seq());
        } else if (!line.prevHash().equals(last.hash())) {
            find(Kind.CHAIN, "record " + line.seq() + " follows another record than the one before it");
        }
        last = new Head(line.seq(), line.hash(), 0, 0, "");
        records++;
    }

    private void count(Line line) {
        switch (line.phase()) {
            case "intent" -> {
                actions++;
                begun.put(line.id(), new Begun(at(number), line));
            }
            case "outcome" -> {
                if (begun.remove(line.id()) == null && line.id() >= firstSeq) {
                    find(Kind.ORPHAN, "the outcome of action " + line.id() + ", of which nothing is on record");
                }
            }
            default -> events++;
        }
    }

    /** Compares the last record with what its writer noted beside the file. */
    private void end(Path path, long size, Head head) throws IOException {
        // An empty file behind a rotation has nothing to compare.
        boolean ours = size > 0 || head.fileKey().equals(Head.key(path));
        if (ours && head.seq() > last.seq()) {
            find(Kind.MISSING, "the records " + (last.seq() + 1) + " to " + head.seq() + " are missing at the end");
        } else if (head.seq() == last.seq() && !head.hash().equals(last.hash())) {
            find(Kind.CHAIN, "record " + last.seq() + " is not the one that was written last");
        }
    }

    private AuditReport report() {
        begun.values().forEach(each -> {
            Line line = each.line();
            findings.add(new Finding(
                    Kind.INTERRUPTED,
                    each.where(),
                    "action " + line.id() + " has no outcome: " + line.action() + " on " + line.target()
                            + (line.pid().isEmpty() ? "" : ", pid " + line.pid()) + ", begun " + line.ts()
                            + "; it was interrupted, or goes on"));
        });
        return new AuditReport(records, actions, events, findings);
    }

    private void find(Kind kind, String text) {
        findings.add(new Finding(kind, at(number), text));
    }

    private String at(long line) {
        return file + ":" + line;
    }
}
