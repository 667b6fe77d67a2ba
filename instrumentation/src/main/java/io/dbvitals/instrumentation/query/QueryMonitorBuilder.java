package io.dbvitals.instrumentation.query;

import io.dbvitals.instrumentation.event.EventHandler;
import io.dbvitals.instrumentation.query.metrics.QueryMetrics;
import io.dbvitals.instrumentation.query.slow.SlowPolicy;
import io.dbvitals.instrumentation.sql.Dialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The settings of a {@link QueryMonitor}; each method says its default. */
public final class QueryMonitorBuilder {
    private final List<EventHandler> handlers = new ArrayList<>();
    private Optional<Dialect> dialect = Optional.empty();
    private Optional<QueryMetrics> metrics = Optional.empty();
    private Optional<Duration> criticalAfter = Optional.empty();
    private Duration slowAfter = Duration.ofSeconds(1);
    private Duration interval = Duration.ofMinutes(1);
    private Duration window = Duration.ofMinutes(5);
    private Duration retention = Duration.ofHours(1);
    private int patterns = 500;
    private int longestPattern = 2000;
    private boolean readRows = true;

    QueryMonitorBuilder() {}

    /** From how long on a statement is told of, with a warning; one second by default, above zero. */
    public QueryMonitorBuilder slowAfter(Duration duration) {
        slowAfter = duration;
        return this;
    }

    /** From how long on a slow statement is critical; ten times {@link #slowAfter} by default, not below it. */
    public QueryMonitorBuilder criticalAfter(Duration duration) {
        criticalAfter = Optional.of(duration);
        return this;
    }

    /** Who is told of slow statements, while they run and when they have ended; nobody by default. Closed with us. */
    public QueryMonitorBuilder onSlow(EventHandler... more) {
        handlers.addAll(List.of(more));
        return this;
    }

    /** The shortest time between two events of one kind about one pattern; one minute by default, zero for all. */
    public QueryMonitorBuilder atMostEvery(Duration duration) {
        interval = duration;
        return this;
    }

    /** How far back figures look; five minutes by default, at least a second. Of the oldest sixth, a part is gone. */
    public QueryMonitorBuilder window(Duration duration) {
        window = duration;
        return this;
    }

    /** How long a pattern keeps its place that nobody runs; one hour by default, not below the window. */
    public QueryMonitorBuilder retention(Duration duration) {
        retention = duration;
        return this;
    }

    /** How many patterns have figures of their own; 500 by default, with about 8 kilobytes each. */
    public QueryMonitorBuilder patterns(int most) {
        patterns = most;
        return this;
    }

    /** How many characters of a pattern are kept; 2000 by default, at least 32. */
    public QueryMonitorBuilder longestPattern(int characters) {
        longestPattern = characters;
        return this;
    }

    /** The dialect of all statements; by default what each connection's driver says, and unknown for those by hand. */
    public QueryMonitorBuilder dialect(Dialect all) {
        dialect = Optional.of(all);
        return this;
    }

    /** Metrics for Prometheus, which the application registers; none by default. */
    public QueryMonitorBuilder metrics(QueryMetrics all) {
        metrics = Optional.of(all);
        return this;
    }

    /** Whether rows that the application reads are counted, by proxies around results; they are by default. */
    public QueryMonitorBuilder countReadRows(boolean count) {
        readRows = count;
        return this;
    }

    /**
     * A monitor that watches from now on.
     *
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public QueryMonitor build() {
        check(window.compareTo(Duration.ofSeconds(1)) >= 0, "the window is at least 1 s, not " + window);
        check(
                retention.compareTo(window) >= 0,
                "retention is not below the window of " + window + " as is " + retention);
        check(patterns > 0, "at least one pattern needs a place, not " + patterns);
        check(longestPattern >= 32, "a pattern needs room for at least 32 characters, not " + longestPattern);
        return QueryMonitor.of(this, System::nanoTime);
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    SlowPolicy policy() {
        return new SlowPolicy(slowAfter, criticalAfter.orElse(slowAfter.multipliedBy(10)), interval);
    }

    List<EventHandler> handlers() {
        return List.copyOf(handlers);
    }

    Optional<Dialect> dialect() {
        return dialect;
    }

    Optional<QueryMetrics> metrics() {
        return metrics;
    }

    Duration window() {
        return window;
    }

    Duration retention() {
        return retention;
    }

    int patterns() {
        return patterns;
    }

    int longestPattern() {
        return longestPattern;
    }

    boolean readRows() {
        return readRows;
    }
}
