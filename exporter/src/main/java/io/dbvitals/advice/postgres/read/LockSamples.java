package io.dbvitals.advice.postgres.read;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Counts how often a statement's sessions were seen to wait for a lock, from {@code pg_stat_activity}; 14 and later. */
public final class LockSamples {
    private static final String SQL = """
            /* dbvitals advice */ SELECT datname::pg_catalog.text || '/' || usename::pg_catalog.text || '/' || query_id,
                   pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE wait_event_type = 'Lock')
              FROM pg_catalog.pg_stat_activity
             WHERE state = 'active' AND backend_type = 'client backend' AND query_id IS NOT NULL
               AND pid <> pg_catalog.pg_backend_pid()
             GROUP BY 1""";

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Map<String, Seen> seen = new HashMap<>();

    /** How often it was seen at work, and how often of that it waited. */
    public record Seen(double active, double waiting) {
        private Seen and(Seen other) {
            return new Seen(active + other.active, waiting + other.waiting);
        }

        /** From 0 to 1. */
        public double share() {
            return active > 0 ? waiting / active : 0;
        }
    }

    /** Looks once. */
    public void take(SqlServer server, Deadline deadline) throws CollectException, InterruptedException {
        server.read(new SqlServer.Statement("advice", server.mainDatabase(), SQL, TIMEOUT, 0), deadline, rows -> {
            while (rows.next()) {
                seen.merge(rows.text(0), new Seen(rows.number(1), rows.number(2)), Seen::and);
            }
            return seen;
        });
    }

    /** Forgets all. */
    public void clear() {
        seen.clear();
    }

    /** By the id of a statement. */
    public Map<String, Seen> seen() {
        return Map.copyOf(seen);
    }
}
