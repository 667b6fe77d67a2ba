package io.dbvitals.instrumentation.query.pattern;

import io.dbvitals.instrumentation.query.metrics.QueryMetrics;
import io.dbvitals.instrumentation.sql.Database;

/**
 * Where the runs of a statement are counted.
 *
 * @param text its pattern, or {@link PatternTable#OTHER}
 * @param operation what it does, also where the pattern has no place of its own
 */
public record Tracked(Database database, String text, String operation, Bucket bucket, QueryMetrics.Series series) {
    /** Whether the pattern has lost its place and has to be looked up again. */
    public boolean isStale() {
        return bucket.isForgotten();
    }
}
