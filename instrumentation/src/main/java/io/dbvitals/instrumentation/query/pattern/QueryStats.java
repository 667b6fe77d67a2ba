package io.dbvitals.instrumentation.query.pattern;

import io.dbvitals.instrumentation.histogram.Distribution;
import io.dbvitals.instrumentation.sql.Database;
import java.time.Duration;

/**
 * The figures of one pattern within the monitor's window.
 *
 * @param pattern the statement with a question mark for each value, or {@value PatternTable#OTHER}
 * @param operation {@code SELECT}, {@code INSERT} …, {@code _OTHER} where it is none of those or several
 * @param executions runs that have ended, well or not; a batch is one
 * @param errors those that the server or the driver refused
 * @param rows written, and read of results
 * @param total of all runs; average and maximum are exact too
 * @param median to 0.8 percent, as are the percentiles
 */
public record QueryStats(
        Database database,
        String pattern,
        String operation,
        long executions,
        long errors,
        long rows,
        Duration total,
        Duration average,
        Duration median,
        Duration p95,
        Duration p99,
        Duration max) {
    static QueryStats of(Tracked tracked, StatementWindow.Totals totals) {
        Distribution latencies = totals.latencies();
        return new QueryStats(
                tracked.database(),
                tracked.text(),
                tracked.operation(),
                latencies.count(),
                totals.errors(),
                totals.rows(),
                Duration.ofNanos(latencies.sum()),
                Duration.ofNanos(latencies.mean()),
                Duration.ofNanos(latencies.quantile(0.5)),
                Duration.ofNanos(latencies.quantile(0.95)),
                Duration.ofNanos(latencies.quantile(0.99)),
                Duration.ofNanos(latencies.longest()));
    }

    /** Errors among the executions, from 0 to 1. */
    public double errorRate() {
        return executions == 0 ? 0 : (double) errors / executions;
    }
}
