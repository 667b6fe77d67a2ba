package io.dbvitals.instrumentation.handler;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.EventHandler;
import io.dbvitals.instrumentation.event.Severity;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets so many events of one kind about one subject through in a while; the next one that passes says how many were held back. What is
 * worse than all that passed is never held back.
 */
public final class RateLimited implements EventHandler {
    /** Of so many kinds and subjects it remembers; beyond, the one that was quiet for the longest is forgotten. */
    static final int REMEMBERED = 1000;

    private final EventHandler inner;
    private final int most;
    private final Duration within;
    private final LongSupplier nanoClock;
    private final Map<Key, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Window> eldest) {
            return size() > REMEMBERED;
        }
    };

    private RateLimited(EventHandler inner, int most, Duration within, LongSupplier nanoClock) {
        if (most < 1) {
            throw new IllegalArgumentException("most must be at least 1, is " + most);
        }
        this.inner = inner;
        this.most = most;
        this.within = within;
        this.nanoClock = nanoClock;
    }

    /** At most {@code most} of a kind and subject in any span of {@code within}. */
    public static RateLimited of(EventHandler inner, int most, Duration within) {
        return of(inner, most, within, System::nanoTime);
    }

    static RateLimited of(EventHandler inner, int most, Duration within, LongSupplier nanoClock) {
        return new RateLimited(inner, most, within, nanoClock);
    }

    @Override
    public void handle(Event event) throws Exception {
        long held;
        synchronized (windows) {
            Window window = windows.computeIfAbsent(new Key(event.kind(), event.subject()), key -> new Window(most));
            if (!window.lets(event, nanoClock.getAsLong(), within)) {
                return;
            }
            held = window.takeHeld();
        }
        inner.handle(held == 0 ? event : with(event, held));
    }

    @Override
    public void close() {
        inner.close();
    }

    int remembered() {
        synchronized (windows) {
            return windows.size();
        }
    }

    private static Event with(Event event, long held) {
        Map<String, String> attributes = new LinkedHashMap<>(event.attributes());
        attributes.put("held_back", String.valueOf(held));
        return new Event(
                event.at(),
                event.severity(),
                event.kind(),
                event.subject(),
                event.text() + " (" + held + " more " + (held == 1 ? "was" : "were") + " held back)",
                attributes);
    }

    private record Key(String kind, String subject) {}

    private record Passed(long atNanos, Severity severity) {}

    /** The last ones that passed. */
    private static final class Window {
        private final int most;
        private final Deque<Passed> passed = new ArrayDeque<>();
        private long held;

        Window(int most) {
            this.most = most;
        }

        boolean lets(Event event, long now, Duration within) {
            passed.removeIf(each -> now - each.atNanos() >= within.toNanos());
            if (passed.size() >= most) {
                if (passed.stream().anyMatch(each -> each.severity().compareTo(event.severity()) >= 0)) {
                    held++;
                    return false;
                }
                passed.remove();
            }
            passed.add(new Passed(now, event.severity()));
            return true;
        }

        long takeHeld() {
            long taken = held;
            held = 0;
            return taken;
        }
    }
}
