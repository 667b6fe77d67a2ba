package io.dbvitals.guard.audit;

import io.dbvitals.guard.audit.chain.Line;
import io.dbvitals.guard.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is put on record of an action or an event. What is not known is left out.
 *
 * @param action what is done ({@code cancel}, {@code terminate}, {@code fence}, …) or what happened ({@code start}, {@code refused}, …)
 * @param target name of the server in the configuration; empty when it is about none
 * @param fields as they are written: texts, numbers, truth values and lists of those
 */
public record AuditEntry(String action, String target, Map<AuditField, Object> fields) {
    /** Names that clients choose have no right to more of the log. */
    private static final int MAX_TEXT = 1_000;

    public AuditEntry {
        EnumMap<AuditField, Object> copy = new EnumMap<>(AuditField.class);
        copy.putAll(fields);
        fields = Collections.unmodifiableMap(copy);
    }

    public static AuditEntry of(String action, String target) {
        return new AuditEntry(action, target, Map.of());
    }

    /**
     * This one and that.
     *
     * @param value a text, number, truth value, {@link Instant}, {@link Duration} or a collection of numbers or texts; an empty
     *     {@link Optional} and an empty text add nothing
     */
    public AuditEntry with(AuditField field, Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? with(field, optional.get()) : this;
        }
        Object written = written(value);
        if (written.equals("")) {
            return this;
        }
        EnumMap<AuditField, Object> more = new EnumMap<>(AuditField.class);
        more.putAll(fields);
        more.put(field, written);
        return new AuditEntry(action, target, more);
    }

    /** This one, and which session it is about: all that is known of it but its statement. */
    public AuditEntry about(Session session) {
        return with(AuditField.PID, session.id())
                .with(AuditField.BACKEND_START, session.identity().backend())
                .with(AuditField.XACT_START, session.identity().transaction())
                .with(AuditField.QUERY_START, session.identity().statement())
                .with(AuditField.STATE, session.identity().state())
                .with(AuditField.WAIT, session.waitsFor())
                .with(AuditField.DATABASE, session.database())
                .with(AuditField.USER, session.user())
                .with(AuditField.APPLICATION_NAME, session.application())
                .with(AuditField.CLIENT, session.client())
                .with(AuditField.QUERY_ID, session.queryId())
                .with(AuditField.AGE_S, session.age());
    }

    static String text(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    private static Object written(Object value) {
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Instant moment) {
            return Line.micros(moment);
        }
        if (value instanceof Duration time) {
            return time.toMillis() / 1000.0;
        }
        if (value instanceof Collection<?> items) {
            return List.copyOf(items.stream().map(AuditEntry::written).toList());
        }
        throw new IllegalArgumentException("no value of a record: " + value.getClass());
    }
}
