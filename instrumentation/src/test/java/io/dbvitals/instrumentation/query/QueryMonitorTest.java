package io.dbvitals.instrumentation.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.Severity;
import io.dbvitals.instrumentation.query.pattern.PatternTable;
import io.dbvitals.instrumentation.query.pattern.QueryStats;
import io.dbvitals.instrumentation.sql.Dialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QueryMonitorTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();

    @Test
    void statements_areCountedByPattern() {
        try (QueryMonitor monitor = monitor(settings())) {
            for (int i = 1; i <= 100; i++) {
                monitor.track("SELECT * FROM item WHERE id = " + i, Duration.ofMillis(i), i % 10 > 0);
            }
            monitor.track("DELETE FROM item", Duration.ofSeconds(9), true);

            QueryStats stats = monitor.mostFrequent().get(0);
            assertThat(stats.pattern()).isEqualTo("SELECT * FROM item WHERE id = ?");
            assertThat(stats.operation()).isEqualTo("SELECT");
            assertThat(stats.executions()).isEqualTo(100);
            assertThat(stats.errors()).isEqualTo(10);
            assertThat(stats.errorRate()).isEqualTo(0.1);
            assertThat(stats.total()).isEqualTo(Duration.ofMillis(5050));
            assertThat(stats.average()).isEqualTo(Duration.ofMillis(5050).dividedBy(100));
            assertThat(stats.median()).isBetween(Duration.ofNanos(49_600_000), Duration.ofNanos(50_400_000));
            assertThat(stats.p95()).isBetween(Duration.ofNanos(94_200_000), Duration.ofNanos(95_800_000));
            assertThat(stats.p99()).isBetween(Duration.ofNanos(98_200_000), Duration.ofNanos(99_800_000));
            assertThat(stats.max()).isEqualTo(Duration.ofMillis(100));
            assertThat(monitor.slowest()).extracting(QueryStats::operation).containsExactly("DELETE", "SELECT");
            assertThat(monitor.stats(OrderBy.ERRORS, 1)).containsExactly(stats);
            assertThat(monitor.stats(OrderBy.TOTAL, 0)).isEmpty();
        }
    }

    @Test
    void sixteenThreads_loseNothing() throws Exception {
        try (QueryMonitor monitor = QueryMonitor.builder().build()) {
            ExecutorService threads = Executors.newFixedThreadPool(16);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                all.add(threads.submit(() -> {
                    for (int j = 0; j < 50_000; j++) {
                        monitor.track("SELECT " + j + " FROM t" + j % 5, Duration.ofMillis(1), j % 2 == 0);
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
            threads.shutdown();

            assertThat(monitor.stats(OrderBy.EXECUTIONS, 10)).hasSize(5).allSatisfy(stats -> {
                assertThat(stats.executions()).isEqualTo(160_000);
                assertThat(stats.errors()).isEqualTo(80_000);
                assertThat(stats.total()).isEqualTo(Duration.ofSeconds(160));
            });
        }
    }

    @Test
    void window_forgetsWhatIsOlder() {
        try (QueryMonitor monitor = monitor(settings().window(Duration.ofMinutes(6)))) {
            monitor.track("SELECT 1", Duration.ofSeconds(1), true);
            pass(Duration.ofMinutes(4));
            monitor.track("SELECT 2", Duration.ofSeconds(3), true);
            assertThat(monitor.mostFrequent())
                    .extracting(QueryStats::executions)
                    .containsExactly(2L);

            pass(Duration.ofMinutes(3));
            assertThat(monitor.mostFrequent()).extracting(QueryStats::max).containsExactly(Duration.ofSeconds(3));

            pass(Duration.ofMinutes(6));
            assertThat(monitor.mostFrequent()).isEmpty();
            assertThat(monitor.patterns()).isEqualTo(1);
        }
    }

    @Test
    void patternWithoutPlace_countsAsOther_untilAnotherIsForgotten() {
        QueryMonitorBuilder settings =
                settings().patterns(2).window(Duration.ofHours(9)).retention(Duration.ofHours(9));
        try (QueryMonitor monitor = monitor(settings)) {
            for (String table : List.of("a", "b", "c", "d", "a")) {
                monitor.track("SELECT * FROM " + table, Duration.ofMillis(1), true);
            }
            assertThat(monitor.stats(OrderBy.EXECUTIONS, 9))
                    .extracting(QueryStats::pattern)
                    .containsExactlyInAnyOrder("SELECT * FROM a", "SELECT * FROM b", PatternTable.OTHER);

            pass(Duration.ofHours(8));
            monitor.track("SELECT * FROM a", Duration.ofMillis(1), true);
            pass(Duration.ofHours(2));
            monitor.track("SELECT * FROM e", Duration.ofMillis(1), true);
            assertThat(monitor.stats(OrderBy.EXECUTIONS, 9))
                    .extracting(QueryStats::pattern)
                    .contains("SELECT * FROM a", "SELECT * FROM e")
                    .doesNotContain("SELECT * FROM b");
        }
    }

    @Test
    void slowStatement_isTold_oncePerIntervalAndSeverity() {
        try (QueryMonitor monitor = monitor(settings())) {
            monitor.track("SELECT 'secret'", Duration.ofMillis(999), true);
            monitor.track("SELECT 'secret'", Duration.ofMillis(1500), true);
            monitor.track("SELECT 'secret'", Duration.ofMillis(1500), true);
            monitor.track("SELECT 'secret'", Duration.ofSeconds(10), false);
            pass(Duration.ofMinutes(1));
            monitor.track("SELECT 'secret'", Duration.ofMillis(1600), true);

            await().until(() -> events.size() == 3);
            assertThat(events)
                    .extracting(Event::text)
                    .containsExactly(
                            "A statement took 1.500 s: SELECT ?",
                            "A statement failed after 10.000 s: SELECT ?",
                            "A statement took 1.600 s: SELECT ?");
            assertThat(events)
                    .extracting(Event::severity)
                    .containsExactly(Severity.WARNING, Severity.CRITICAL, Severity.WARNING);
            assertThat(events).extracting(Event::kind).containsOnly("slow_statement");
            assertThat(events.toArray(new Event[0])[1].attributes())
                    .containsEntry("threshold_seconds", "10.000")
                    .containsEntry("db_operation_name", "SELECT")
                    .containsEntry("error_type", "_OTHER")
                    .containsEntry("not_told_before", "1");
        }
    }

    @Test
    void failingHandler_hurtsNobody() {
        QueryMonitorBuilder settings = QueryMonitor.builder()
                .atMostEvery(Duration.ZERO)
                .onSlow(
                        event -> {
                            throw new IllegalStateException("no");
                        },
                        events::add);
        try (QueryMonitor monitor = monitor(settings)) {
            monitor.track("SELECT 1", Duration.ofSeconds(2), true);
            monitor.track("SELECT 1", Duration.ofSeconds(2), true);

            await().until(() -> events.size() == 2);
            assertThat(monitor.mostFrequent())
                    .extracting(QueryStats::executions)
                    .containsExactly(2L);
        }
    }

    @Test
    void report_isATable() {
        try (QueryMonitor monitor = monitor(settings().dialect(Dialect.POSTGRESQL))) {
            assertThat(monitor.report()).startsWith("Statements of the last 300 s, 0 of 0 patterns, by total");
            monitor.track("select name from item where secret = 's3cr3t'", Duration.ofMillis(12), true);
            monitor.track("UPDATE item SET a = 1", Duration.ofNanos(40_000), false);

            assertThat(monitor.report().lines())
                    .containsExactly(
                            "Statements of the last 300 s, 2 of 2 patterns, by total",
                            "      runs     total   average    median       p95       p99       max  errors       rows"
                                    + "  pattern",
                            "         1   12.0 ms   12.0 ms   12.0 ms   12.0 ms   12.0 ms   12.0 ms    0.0%          0"
                                    + "  SELECT name FROM item WHERE secret = ?",
                            "         1   40.0 µs   40.0 µs   40.0 µs   40.0 µs   40.0 µs   40.0 µs  100.0%          0"
                                    + "  UPDATE item SET a = ?");
        }
    }

    @Test
    void anyTextAndDuration_isTaken() {
        try (QueryMonitor monitor = monitor(settings())) {
            monitor.track("", Duration.ofSeconds(-1), true);
            monitor.track("'", Duration.ofSeconds(Long.MAX_VALUE), true);

            assertThat(monitor.mostFrequent())
                    .extracting(QueryStats::executions)
                    .containsExactly(1L, 1L);
        }
    }

    @Test
    void settingOutOfRange_isRefused() {
        refused(QueryMonitor.builder().window(Duration.ofMillis(1)), "the window is at least 1 s, not PT0.001S");
        refused(
                QueryMonitor.builder().retention(Duration.ofMinutes(1)),
                "retention is not below the window of PT5M as is PT1M");
        refused(QueryMonitor.builder().patterns(0), "at least one pattern needs a place, not 0");
        refused(QueryMonitor.builder().longestPattern(9), "a pattern needs room for at least 32 characters, not 9");
        refused(
                QueryMonitor.builder().criticalAfter(Duration.ofMillis(1)),
                "a statement is slow from above 0 s on and critical no sooner, and no time between events is below 0 s;"
                        + " got slow PT1S, critical PT0.001S, interval PT1M");
    }

    private static void refused(QueryMonitorBuilder settings, String message) {
        assertThatIllegalArgumentException().isThrownBy(settings::build).withMessage(message);
    }

    private QueryMonitorBuilder settings() {
        return QueryMonitor.builder().onSlow(events::add);
    }

    private QueryMonitor monitor(QueryMonitorBuilder settings) {
        return QueryMonitor.of(settings, nanos::get);
    }

    private void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }
}
