package io.dbvitals.guard.audit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/** An action whose intent is on disk and whose outcome is not yet known. */
public final class Pending {
    private final AuditLog log;
    private final AuditEntry entry;
    private final long id;
    private final long begunNanos = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();

    Pending(AuditLog log, AuditEntry entry, long id) {
        this.log = log;
        this.entry = entry;
        this.id = id;
    }

    /** Number of the record that says what is intended. */
    public long id() {
        return id;
    }

    /**
     * Puts on record how it ended, at once, whatever has become of the thread.
     *
     * @param sqlResult what the server answered, without any query's text; empty when it did not
     */
    public void end(AuditOutcome outcome, String sqlResult) throws AuditException {
        if (ended.getAndSet(true)) {
            throw new IllegalStateException("the action " + id + " has ended before");
        }
        Map<String, Object> result = new LinkedHashMap<>();
        if (!sqlResult.isEmpty()) {
            result.put("sql_result", AuditEntry.text(sqlResult));
        }
        result.put("outcome", outcome.label());
        result.put(
                "duration_ms", Duration.ofNanos(System.nanoTime() - begunNanos).toMillis());
        log.append("outcome", OptionalLong.of(id), entry, result);
    }
}
