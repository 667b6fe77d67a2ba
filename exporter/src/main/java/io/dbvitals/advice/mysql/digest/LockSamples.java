package io.dbvitals.advice.mysql.digest;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import java.util.HashMap;
import java.util.Map;

/**
 * Looks at what runs and which of it waits for rows, from {@code performance_schema.events_statements_current} and {@code
 * information_schema.INNODB_TRX}: MariaDB's digests count waits for tables only. A statement has its digest when it has ended, so the
 * looks are kept by the event and are told by statement later, as far as the history knows the event.
 */
public final class LockSamples {
    /** Of events; a window with more of them has samples enough. */
    private static final int MOST = 50_000;

    private static final String RUNNING = """
            SELECT c.THREAD_ID, c.EVENT_ID, coalesce(x.trx_state = 'LOCK WAIT', 0)
              FROM performance_schema.events_statements_current c
              JOIN performance_schema.threads t ON t.THREAD_ID = c.THREAD_ID
              LEFT JOIN information_schema.INNODB_TRX x ON x.trx_mysql_thread_id = t.PROCESSLIST_ID
             WHERE c.END_EVENT_ID IS NULL AND t.PROCESSLIST_ID <> connection_id()""";

    private static final String ENDED = """
            SELECT h.THREAD_ID, h.EVENT_ID, coalesce(h.CURRENT_SCHEMA, ''), h.DIGEST
              FROM performance_schema.events_statements_history h WHERE h.DIGEST IS NOT NULL
             UNION
            SELECT h.THREAD_ID, h.EVENT_ID, coalesce(h.CURRENT_SCHEMA, ''), h.DIGEST
              FROM performance_schema.events_statements_history_long h WHERE h.DIGEST IS NOT NULL""";

    private final SqlServer server;
    private final Map<Event, Waits> seen = new HashMap<>();

    public LockSamples(SqlServer server) {
        this.server = server;
    }

    /** One run of a statement. */
    private record Event(long thread, long number) {}

    /** Looks once. */
    public void take(Deadline deadline) throws CollectException, InterruptedException {
        Map<Event, Waits> now = server.read(DigestTable.statement("waits", RUNNING), deadline, rows -> {
            Map<Event, Waits> running = new HashMap<>();
            while (rows.next()) {
                running.put(
                        new Event((long) rows.number(0), (long) rows.number(1)),
                        new Waits(1, rows.number(2) == 1 ? 1 : 0));
            }
            return running;
        });
        synchronized (seen) {
            if (seen.size() < MOST) {
                now.forEach((event, waits) -> seen.merge(event, waits, Waits::and));
            }
        }
    }

    /** What was seen since the last time, by the id of the statement. */
    public Map<String, Waits> told(Deadline deadline) throws CollectException, InterruptedException {
        Map<Event, Waits> events;
        synchronized (seen) {
            events = Map.copyOf(seen);
            seen.clear();
        }
        if (events.values().stream().noneMatch(waits -> waits.waiting() > 0)) {
            return Map.of();
        }
        return server.read(DigestTable.statement("ended statements", ENDED), deadline, rows -> {
            Map<String, Waits> told = new HashMap<>();
            while (rows.next()) {
                Waits waits = events.get(new Event((long) rows.number(0), (long) rows.number(1)));
                if (waits != null) {
                    told.merge(DigestReader.id(rows.text(2), rows.text(3)), waits, Waits::and);
                }
            }
            return told;
        });
    }
}
