package io.dbvitals.instrumentation.query;

import io.dbvitals.instrumentation.event.EventDelivery;
import io.dbvitals.instrumentation.jdbc.ObservedDataSource;
import io.dbvitals.instrumentation.jdbc.StatementObserver;
import io.dbvitals.instrumentation.query.metrics.ErrorTypes;
import io.dbvitals.instrumentation.query.pattern.PatternTable;
import io.dbvitals.instrumentation.query.pattern.QueryStats;
import io.dbvitals.instrumentation.query.pattern.RecentStatements;
import io.dbvitals.instrumentation.query.pattern.Timeline;
import io.dbvitals.instrumentation.query.pattern.Tracked;
import io.dbvitals.instrumentation.query.slow.SlowWatch;
import io.dbvitals.instrumentation.sql.Database;
import io.dbvitals.instrumentation.sql.Dialect;
import io.dbvitals.instrumentation.sql.SqlNormalizer;
import io.dbvitals.instrumentation.sql.SqlPattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * Watches the statements of an application: for each pattern, which is a statement without its values, how often it
 * ran, how long, with how many rows and errors, within the last minutes; and tells of slow ones.
 *
 * <pre>{@code
 * QueryMonitor monitor = QueryMonitor.builder().slowAfter(Duration.ofMillis(500)).onSlow(handler).build();
 * DataSource watched = monitor.watch(pool);
 * …
 * System.out.println(monitor.report());
 * }</pre>
 *
 * <p>Values of statements stay where they are: no pattern, event, report or metric has one. Memory is bounded by the
 * number of patterns, see {@link QueryMonitorBuilder#patterns}. All methods may be called by any thread at any time.
 */
public final class QueryMonitor implements AutoCloseable {
    private static final int LISTED = 10;

    private final Optional<Dialect> dialect;
    private final Database byHand;
    private final boolean readRows;
    private final int longestPattern;
    private final PatternTable table;
    private final RecentStatements recent = new RecentStatements();
    private final Map<Dialect, SqlNormalizer> normalizers = new ConcurrentHashMap<>();
    private final SlowWatch watch;
    private final Duration window;

    private QueryMonitor(QueryMonitorBuilder settings, LongSupplier nanoClock) {
        Timeline timeline = Timeline.of(nanoClock, settings.window());
        dialect = settings.dialect();
        byHand = Database.of(dialect.orElse(Dialect.UNKNOWN));
        readRows = settings.readRows();
        longestPattern = settings.longestPattern();
        window = settings.window();
        table = PatternTable.of(timeline, settings.patterns(), settings.retention(), settings.metrics());
        watch = SlowWatch.start(
                settings.policy(), timeline, EventDelivery.to(settings.handlers(), EventDelivery.CAPACITY));
    }

    /** A monitor with settings of its own; what is not set has a sensible default. */
    public static QueryMonitorBuilder builder() {
        return new QueryMonitorBuilder();
    }

    static QueryMonitor of(QueryMonitorBuilder settings, LongSupplier nanoClock) {
        return new QueryMonitor(settings, nanoClock);
    }

    /** The data source to be used in place of the given one, which stays open when the monitor is closed. */
    public DataSource watch(DataSource dataSource) {
        return ObservedDataSource.around(dataSource, this::observe, dialect, readRows);
    }

    /**
     * Counts a statement that ran elsewhere and has just ended.
     *
     * @param duration how long it ran; one below zero counts as none
     */
    public void track(String sql, Duration duration, boolean success) {
        Tracked tracked = find(byHand, sql);
        long nanos = saturated(duration);
        tracked.bucket().record(nanos, !success, 0);
        if (success) {
            tracked.series().succeeded(nanos);
            watch.ended(tracked, nanos, ErrorTypes.NONE);
        } else {
            tracked.series().failed(nanos, ErrorTypes.UNKNOWN);
            watch.ended(tracked, nanos, ErrorTypes.UNKNOWN);
        }
    }

    private static long saturated(Duration duration) {
        try {
            return Math.max(0, duration.toNanos());
        } catch (ArithmeticException e) {
            return duration.isNegative() ? 0 : Long.MAX_VALUE;
        }
    }

    private StatementObserver.Observed observe(Database database, String sql) {
        return new Seen(find(database, sql));
    }

    private Tracked find(Database database, String sql) {
        return recent.get(
                database, sql, () -> table.place(database, normalizer(database).normalize(sql)));
    }

    private SqlNormalizer normalizer(Database database) {
        return normalizers.computeIfAbsent(database.dialect(), each -> SqlNormalizer.of(each, longestPattern));
    }

    /**
     * The figures of the patterns that ran within the window, the greatest first; those that found no place of their
     * own are one, {@value PatternTable#OTHER}.
     *
     * @param limit how many at most
     */
    public List<QueryStats> stats(OrderBy orderBy, int limit) {
        return table.read().stream()
                .sorted(orderBy.order())
                .limit(Math.max(0, limit))
                .toList();
    }

    /** The ten patterns that ran most often within the window. */
    public List<QueryStats> mostFrequent() {
        return stats(OrderBy.EXECUTIONS, LISTED);
    }

    /** The ten patterns with the longest 95th percentile within the window. */
    public List<QueryStats> slowest() {
        return stats(OrderBy.P95, LISTED);
    }

    /** A table for people: the ten patterns that took most of the time within the window. */
    public String report() {
        return report(OrderBy.TOTAL, LISTED);
    }

    /** A table for people, in the order and of the length that is asked for. */
    public String report(OrderBy orderBy, int limit) {
        return TextReport.of(stats(orderBy, limit), orderBy, window, table.size());
    }

    /** How many patterns have a place of their own. */
    public int patterns() {
        return table.size();
    }

    /** Tells of no more slow statements and closes the handlers; watched data sources go on working and counting. */
    @Override
    public void close() {
        watch.close();
    }

    /** A statement that was prepared once and may outlive the place of its pattern. */
    private final class Seen implements StatementObserver.Observed {
        private volatile Tracked tracked;

        private Seen(Tracked tracked) {
            this.tracked = tracked;
        }

        @Override
        public StatementObserver.Call begin() {
            Tracked place = tracked;
            if (place.isStale()) {
                place = table.place(place.database(), new SqlPattern(place.text(), place.operation()));
                tracked = place;
            }
            return watch.begin(place);
        }
    }
}
