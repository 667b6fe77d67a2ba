package io.dbvitals.instrumentation.handler;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** An event with what is hard to write. */
final class Events {
    private Events() {}

    static Event exhausted() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("active", "10");
        attributes.put("note", "a \"quoted\" <b>line</b>\n& another \u0001");
        return new Event(
                Instant.parse("2026-01-01T12:00:00Z"),
                Severity.CRITICAL,
                "pool_exhausted",
                "orders",
                "Pool orders is exhausted: größer wird er nicht.",
                attributes);
    }

    static Event of(Severity severity, String kind, String subject) {
        return new Event(Instant.EPOCH, severity, kind, subject, "Something happened.", Map.of());
    }
}
