package io.dbvitals.guard.mysql;

import io.dbvitals.guard.mysql.MetadataLocks.Lock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who holds the definitions of tables, and who waits for them. A lock that waits holds up weaker ones that come after it, as if it were
 * granted.
 */
record MetadataLocks(List<Lock> locks) {
    /** Which locks of others one of a kind is not granted beside; what the server has besides these is taken to conflict with nothing. */
    private static final Map<String, Set<String>> CONFLICTS = Map.of(
            "INTENTION_EXCLUSIVE", Set.of("SHARED", "EXCLUSIVE"),
            "SHARED", Set.of("EXCLUSIVE", "INTENTION_EXCLUSIVE"),
            "SHARED_HIGH_PRIO", Set.of("EXCLUSIVE"),
            "SHARED_READ", Set.of("EXCLUSIVE", "SHARED_NO_READ_WRITE"),
            "SHARED_WRITE", Set.of("EXCLUSIVE", "SHARED_NO_READ_WRITE", "SHARED_NO_WRITE", "SHARED_READ_ONLY"),
            "SHARED_READ_ONLY", Set.of("EXCLUSIVE", "SHARED_NO_READ_WRITE", "SHARED_WRITE"),
            "SHARED_UPGRADABLE", Set.of("EXCLUSIVE", "SHARED_NO_READ_WRITE", "SHARED_NO_WRITE", "SHARED_UPGRADABLE"),
            "SHARED_NO_WRITE",
                    Set.of("EXCLUSIVE", "SHARED_NO_READ_WRITE", "SHARED_NO_WRITE", "SHARED_WRITE", "SHARED_UPGRADABLE"),
            "SHARED_NO_READ_WRITE",
                    Set.of(
                            "EXCLUSIVE",
                            "SHARED_NO_READ_WRITE",
                            "SHARED_NO_WRITE",
                            "SHARED_UPGRADABLE",
                            "SHARED_READ_ONLY",
                            "SHARED_WRITE",
                            "SHARED_READ"));

    /** Those that are weak enough to let a stronger one that waits go first. */
    private static final Set<String> WEAK = Set.of("SHARED_READ", "SHARED_WRITE", "INTENTION_EXCLUSIVE");

    MetadataLocks {
        locks = List.copyOf(locks);
    }

    /**
     * One lock of one session.
     *
     * @param on what, as the server names it
     */
    record Lock(long session, String on, String mode, boolean granted) {}

    /** A waiter, and one that it waits for. */
    record Pair(long waiter, long blocker) {}

    /** Who waits for whom. */
    Set<Pair> pairs() {
        Set<Pair> pairs = new HashSet<>();
        for (Lock wanted : locks) {
            if (wanted.granted()) {
                continue;
            }
            for (Lock other : locks) {
                if (other.session() != wanted.session() && other.on().equals(wanted.on()) && holdsUp(other, wanted)) {
                    pairs.add(new Pair(wanted.session(), other.session()));
                }
            }
        }
        return pairs;
    }

    private static boolean holdsUp(Lock other, Lock wanted) {
        if (!other.granted() && (WEAK.contains(other.mode()) || !WEAK.contains(wanted.mode()))) {
            return false;
        }
        return wanted.mode().equals("EXCLUSIVE")
                || CONFLICTS.getOrDefault(wanted.mode(), Set.of()).contains(other.mode());
    }

    /** Sessions that hold back the writes of the whole server, as backups do. */
    Set<Long> backups() {
        Set<Long> backups = new HashSet<>();
        for (Lock lock : locks) {
            if (lock.granted() && lock.mode().equals("SHARED") && lock.on().startsWith("GLOBAL")) {
                backups.add(lock.session());
            }
        }
        return backups;
    }
}
