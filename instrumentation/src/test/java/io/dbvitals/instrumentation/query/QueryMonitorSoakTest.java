package io.dbvitals.instrumentation.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.instrumentation.query.metrics.QueryMetrics;
import io.dbvitals.instrumentation.query.pattern.PatternTable;
import io.dbvitals.instrumentation.query.pattern.QueryStats;
import io.dbvitals.instrumentation.sql.Dialect;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueryMonitorSoakTest {
    private static final int STATEMENTS = 1_000_000;

    /** What the monitor may hold in the end; a million patterns of this length would be over 100 megabytes. */
    private static final long MOST_BYTES = 24 << 20;

    @Test
    void aMillionDistinctStatements_takeBoundedMemory() {
        QueryMetrics metrics = QueryMetrics.withPatterns(20);
        long before = usedBytes();
        try (QueryMonitor monitor = QueryMonitor.builder()
                .dialect(Dialect.POSTGRESQL)
                .metrics(metrics)
                .window(Duration.ofHours(1))
                .build()) {
            for (int i = 0; i < STATEMENTS; i++) {
                monitor.track("SELECT name FROM table_" + i + " WHERE id = " + i, Duration.ofNanos(i * 1000L), true);
            }
            assertThat(usedBytes() - before).isLessThan(MOST_BYTES);
            assertThat(monitor.patterns()).isEqualTo(500);
            assertThat(metrics.collect().stream()
                            .mapToInt(all -> all.getDataPoints().size())
                            .sum())
                    .isEqualTo(21);
            QueryStats other = monitor.mostFrequent().get(0);
            assertThat(other.pattern()).isEqualTo(PatternTable.OTHER);
            assertThat(other.executions()).isEqualTo(STATEMENTS - 500);
        }
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
