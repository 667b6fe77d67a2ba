package io.dbvitals.app.health.figures;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Readings of the counters of one server over five minutes. One who reads once only has no window, and so no rate. */
public final class Window {
    private static final long LENGTH = Duration.ofMinutes(5).toNanos();

    private final LongSupplier nanoClock;
    private final Deque<Reading> readings = new ArrayDeque<>();

    public Window(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    private record Reading(long atNanos, Map<String, Double> counters) {}

    /** Gives the growth since the oldest reading; empty at the first one, and after the counters began anew. */
    public Optional<Change> add(Map<String, Double> counters) {
        long now = nanoClock.getAsLong();
        Reading last = readings.peekLast();
        if (last != null && begunAnew(last.counters(), counters)) {
            readings.clear();
        }
        readings.addLast(new Reading(now, Map.copyOf(counters)));
        while (readings.size() > 2 && now - readings.getFirst().atNanos() > LENGTH) {
            readings.removeFirst();
        }
        Reading first = readings.getFirst();
        if (now - first.atNanos() <= 0) {
            return Optional.empty();
        }
        Map<String, Double> by = new HashMap<>();
        counters.forEach((name, value) -> {
            Double before = first.counters().get(name);
            if (before != null) {
                by.put(name, value - before);
            }
        });
        return Optional.of(new Change(by, Duration.ofNanos(now - first.atNanos())));
    }

    private static boolean begunAnew(Map<String, Double> before, Map<String, Double> now) {
        return now.entrySet().stream()
                .anyMatch(each -> each.getValue() < before.getOrDefault(each.getKey(), Double.NEGATIVE_INFINITY));
    }
}
