package io.dbvitals.guard.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When a process began, by which it is told from a later one with the same number.
 *
 * @param start by the clock of then; the epoch when it is not known
 * @param mark this boot of the machine and the tick of it, from {@code /proc/PID/stat}; empty where there is none. It counts before
 *     the time, because that moves when somebody sets the clock.
 */
record Birth(Instant start, String mark) {
    private static final Duration TOLERANCE = Duration.ofSeconds(2);
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    /** Position behind the name, which stands in brackets and may hold blanks. */
    private static final int TICKS = 19;

    /** Empty when no process has that number, or one that has ended and only waits for its parent to look. */
    static Optional<Birth> of(long pid) {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (handle.isEmpty()) {
            return Optional.empty();
        }
        Instant start = handle.get().info().startInstant().orElse(Instant.EPOCH);
        List<String> stat = stat(pid);
        if (stat.size() <= TICKS) {
            return Optional.of(new Birth(start, ""));
        }
        return stat.get(0).equals("Z")
                ? Optional.empty()
                : Optional.of(new Birth(
                        start,
                        bootId().map(boot -> boot + ":" + stat.get(TICKS)).orElse("")));
    }

    /** Whether it may be that one; yes when too little is known. */
    boolean isOf(Birth other) {
        if (!mark.isEmpty() && !other.mark.isEmpty()) {
            return mark.equals(other.mark);
        }
        return start.equals(Instant.EPOCH)
                || other.start.equals(Instant.EPOCH)
                || Duration.between(start, other.start).abs().compareTo(TOLERANCE) <= 0;
    }

    private static List<String> stat(long pid) {
        try {
            String text = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            return List.of(text.substring(text.lastIndexOf(')') + 1).strip().split(" "));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Optional<String> bootId() {
        try {
            return Optional.of(Files.readString(BOOT_ID).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
