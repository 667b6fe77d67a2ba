package io.dbvitals.guard.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who waits for whom at one moment. */
public record Waits(List<Wait> waits) {
    /** Nobody waits. */
    public static final Waits NONE = new Waits(List.of());

    /** The id of what is no session: a prepared transaction. */
    public static final long PREPARED = 0;

    /** The id of what is no session: the blocker of those that wait for a lock of which it is not known who holds it. */
    public static final long UNKNOWN = -1;

    public Waits {
        waits = List.copyOf(waits);
    }

    /**
     * One session waits for another.
     *
     * @param blocker {@link #PREPARED} where a prepared transaction holds the lock, {@link #UNKNOWN} where it is not known who does
     * @param since how long the waiter has waited
     */
    public record Wait(long waiter, long blocker, Duration since) {}

    /**
     * One that waits for nobody, and all that wait for it, near and far.
     *
     * @param longest of the waits
     */
    public record Root(long blocker, Set<Long> victims, Duration longest) {
        public Root {
            victims = Set.copyOf(victims);
        }
    }

    /** How long each waiter has waited. */
    public Map<Long, Duration> waiters() {
        Map<Long, Duration> longest = new TreeMap<>();
        waits.forEach(wait -> longest.merge(wait.waiter(), wait.since(), Waits::longer));
        return longest;
    }

    /** Those that all the others wait for, most victims first. Sessions that wait in a ring have none: the server ends a deadlock itself. */
    public List<Root> roots() {
        Map<Long, List<Wait>> byBlocker = new HashMap<>();
        Map<Long, Duration> waiters = waiters();
        for (Wait wait : waits) {
            byBlocker.computeIfAbsent(wait.blocker(), id -> new ArrayList<>()).add(wait);
        }
        Map<Long, Root> roots = new LinkedHashMap<>();
        for (Wait wait : waits) {
            if (!waiters.containsKey(wait.blocker())) {
                roots.computeIfAbsent(wait.blocker(), id -> root(id, byBlocker));
            }
        }
        return roots.values().stream()
                .sorted(Comparator.<Root>comparingInt(root -> root.victims().size())
                        .reversed()
                        .thenComparing(Root::longest, Comparator.reverseOrder())
                        .thenComparingLong(Root::blocker))
                .toList();
    }

    private static Root root(long blocker, Map<Long, List<Wait>> byBlocker) {
        Set<Long> victims = new TreeSet<>();
        Duration longest = Duration.ZERO;
        Deque<Long> next = new ArrayDeque<>(List.of(blocker));
        while (!next.isEmpty()) {
            for (Wait wait : byBlocker.getOrDefault(next.remove(), List.of())) {
                longest = longer(longest, wait.since());
                if (victims.add(wait.waiter())) {
                    next.add(wait.waiter());
                }
            }
        }
        return new Root(blocker, victims, longest);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
