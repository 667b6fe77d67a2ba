package io.dbvitals.instrumentation.pool.alarm;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.Severity;
import io.dbvitals.instrumentation.pool.state.Health;
import io.dbvitals.instrumentation.pool.state.PoolReading;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The sentences of one look at a pool. */
record Report(String pool, Instant now, long nanos, PoolReading reading, Tally recent) {
    void add(List<Event> events, Alarm alarm, Optional<Severity> severity, boolean over, String kind, String text) {
        Alarm.Change change = alarm.look(nanos, severity, over);
        Duration lasted = Duration.ofNanos(nanos - alarm.badSinceNanos());
        switch (change) {
            case RAISED -> events.add(event(severity.orElse(Severity.WARNING), kind, text, Map.of()));
            case REMINDED ->
                events.add(event(
                        severity.orElse(Severity.WARNING),
                        kind,
                        text + " This has lasted for " + words(lasted) + ".",
                        Map.of("lasted", words(lasted))));
            case CLEARED ->
                events.add(event(
                        Severity.INFO,
                        "pool_recovered",
                        "Pool " + pool + " has recovered from " + kind + " after " + words(lasted) + ".",
                        Map.of("from", kind, "lasted", words(lasted))));
            case NONE -> {}
        }
    }

    String exhausted() {
        return "Pool " + pool + " is exhausted: all " + reading.max() + " connections are in use and "
                + (reading.waiting() == 1 ? "1 thread waits" : reading.waiting() + " threads wait") + " for one.";
    }

    String highUse() {
        return "Pool " + pool + " is nearly exhausted: " + reading.active() + " of " + reading.max()
                + " connections are in use (" + percent(reading.utilisation()) + ").";
    }

    String waits(PoolLimits limits, Optional<Severity> severity) {
        boolean critical = severity.filter(Severity.CRITICAL::equals).isPresent();
        Duration limit = critical ? limits.waitCritical() : limits.waitWarning();
        return "Requests wait long for a connection of pool " + pool + ": " + recent.slow() + " of " + recent.waits()
                + " within 10 s for " + words(limits.waitWarning()) + " or more, "
                + "where one in twenty may wait " + words(limit) + ".";
    }

    String timeouts() {
        return "Requests gave up waiting for a connection of pool " + pool + ": " + recent.timeouts() + " within 10 s.";
    }

    String errors() {
        return "Requests got no connection of pool " + pool + " because of errors: " + recent.errors()
                + " within 10 s.";
    }

    String unhealthy(Health health) {
        return "The health check of pool " + pool + " fails: " + health.detail();
    }

    private Event event(Severity severity, String kind, String text, Map<String, String> more) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("active", String.valueOf(reading.active()));
        attributes.put("max", String.valueOf(reading.max()));
        attributes.put("waiting", String.valueOf(reading.waiting()));
        attributes.put("utilisation", percent(reading.utilisation()));
        attributes.put("timeouts_10s", String.valueOf(recent.timeouts()));
        attributes.putAll(more);
        return new Event(now, severity, kind, pool, text, attributes);
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.0f %%", part * 100);
    }

    /** As {@code 90 s} or {@code 250 ms}. */
    static String words(Duration duration) {
        boolean whole = duration.toMillis() % 1000 == 0 || duration.toSeconds() >= 10;
        return whole && !duration.isZero() ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
