package io.dbvitals.guard.act;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How much was done to each target within the last hour. */
public final class Tally {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final LongSupplier nanoClock;
    private final Map<String, Deque<Long>> deeds = new HashMap<>();

    public Tally(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** One more. */
    public synchronized void add(String target) {
        deeds.computeIfAbsent(target, name -> new ArrayDeque<>()).add(nanoClock.getAsLong());
    }

    /** How many there were. */
    public synchronized int lastHour(String target) {
        Deque<Long> times = deeds.getOrDefault(target, new ArrayDeque<>());
        while (!times.isEmpty() && nanoClock.getAsLong() - times.getFirst() >= HOUR) {
            times.removeFirst();
        }
        return times.size();
    }
}
