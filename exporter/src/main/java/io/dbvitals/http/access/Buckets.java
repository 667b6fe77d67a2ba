package io.dbvitals.http.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How often each of many may do something: so many times a minute on average, and as many at once. */
public final class Buckets {
    private static final int MOST = 10_000;
    private static final double MINUTE_NANOS = 60e9;

    private final LongSupplier nanoClock;
    /** Those that were not seen for longest are forgotten: an attacker with many addresses cannot fill the memory. */
    private final LinkedHashMap<String, Level> levels = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Level> eldest) {
            return size() > MOST;
        }
    };

    private record Level(double left, long nanos) {}

    public Buckets() {
        this(System::nanoTime);
    }

    Buckets(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Counts one; empty when it is granted, else how long to wait until the next is. */
    public synchronized Optional<Duration> take(String who, int perMinute) {
        Level now = level(who, perMinute);
        if (now.left() >= 1) {
            levels.put(who, new Level(now.left() - 1, now.nanos()));
            return Optional.empty();
        }
        levels.put(who, now);
        return Optional.of(Duration.ofNanos((long) Math.ceil((1 - now.left()) * MINUTE_NANOS / perMinute)));
    }

    /** Takes the last one back: it was nothing that counts. */
    public synchronized void giveBack(String who, int perMinute) {
        Level now = level(who, perMinute);
        levels.put(who, new Level(Math.min(perMinute, now.left() + 1), now.nanos()));
    }

    private Level level(String who, int perMinute) {
        long nanos = nanoClock.getAsLong();
        Level before = levels.getOrDefault(who, new Level(perMinute, nanos));
        double grown = before.left() + (nanos - before.nanos()) * perMinute / MINUTE_NANOS;
        return new Level(Math.min(perMinute, grown), nanos);
    }

    synchronized int size() {
        return levels.size();
    }
}
