package io.dbvitals.instrumentation.pool.alarm;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.Severity;
import io.dbvitals.instrumentation.pool.state.Leak;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The sentence of connections that do not come back. */
final class LeakReport {
    private LeakReport() {}

    /** {@code found} has the oldest first. */
    static Event event(String pool, Instant now, List<Leak> found) {
        Leak oldest = found.get(0);
        String others = found.size() == 1 ? "" : " and " + (found.size() - 1) + " more";
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("age", Report.words(oldest.age()));
        attributes.put("thread", oldest.thread());
        attributes.put("leaks", String.valueOf(found.size()));
        if (!oldest.borrower().isEmpty()) {
            attributes.put(
                    "borrower",
                    oldest.borrower().stream().map(StackTraceElement::toString).collect(Collectors.joining("\n")));
        }
        return new Event(
                now,
                Severity.WARNING,
                "connection_leak",
                pool,
                "A connection of pool " + pool + " taken by " + oldest.thread() + others + " has not come back for "
                        + Report.words(oldest.age()) + ".",
                attributes);
    }
}
