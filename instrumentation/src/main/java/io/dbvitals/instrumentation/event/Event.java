package io.dbvitals.instrumentation.event;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened in the application's use of its database: a slow statement, an exhausted pool.
 *
 * @param at when it was noticed
 * @param kind what it is, in a fixed word: {@code slow_statement}, {@code pool_exhausted}
 * @param subject what it is about: the pattern of a statement without its values, the name of a pool
 * @param text one sentence for people
 * @param attributes the figures, in the order in which people read them; no value of a statement is among them
 */
public record Event(
        Instant at, Severity severity, String kind, String subject, String text, Map<String, String> attributes) {
    public Event {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
}
