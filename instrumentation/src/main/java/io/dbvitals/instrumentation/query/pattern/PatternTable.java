package io.dbvitals.instrumentation.query.pattern;

import io.dbvitals.instrumentation.query.metrics.QueryMetrics;
import io.dbvitals.instrumentation.sql.Database;
import io.dbvitals.instrumentation.sql.SqlPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The patterns that have a place, at most as many as there are places. Once all are taken, what is new counts as
 * {@value #OTHER} until a pattern that nobody has used for the time of retention leaves its place.
 */
public final class PatternTable {
    /** The name of all patterns that found no place. */
    public static final String OTHER = "other";

    private static final long SWEEP_NANOS = Duration.ofSeconds(1).toNanos();

    private final Map<Key, Tracked> patterns = new ConcurrentHashMap<>();
    private final Map<Key, Tracked> others = new ConcurrentHashMap<>();
    private final Bucket other;
    private final AtomicLong lastSweep;
    private final Timeline timeline;
    private final int places;
    private final long retentionNanos;
    private final Optional<QueryMetrics> metrics;

    private PatternTable(Timeline timeline, int places, Duration retention, Optional<QueryMetrics> metrics) {
        this.timeline = timeline;
        this.places = places;
        this.retentionNanos = retention.toNanos();
        this.metrics = metrics;
        other = new Bucket(timeline);
        lastSweep = new AtomicLong(timeline.now());
    }

    /** An empty table. */
    public static PatternTable of(Timeline timeline, int places, Duration retention, Optional<QueryMetrics> metrics) {
        return new PatternTable(timeline, places, retention, metrics);
    }

    /** Where the runs of a pattern are counted: its own place, a free one, or with the others. */
    public Tracked place(Database database, SqlPattern pattern) {
        Key key = new Key(database, pattern.text());
        Tracked known = patterns.get(key);
        return known != null ? known : newcomer(key, pattern);
    }

    private Tracked newcomer(Key key, SqlPattern pattern) {
        long now = timeline.now();
        long swept = lastSweep.get();
        if (patterns.size() >= places && now - swept >= SWEEP_NANOS && lastSweep.compareAndSet(swept, now)) {
            sweep();
        }
        if (patterns.size() < places) {
            synchronized (this) {
                if (patterns.size() < places) {
                    return patterns.computeIfAbsent(
                            key, missing -> tracked(missing, pattern.operation(), new Bucket(timeline)));
                }
            }
        }
        // The key of the others has the operation in it, so that metrics still tell reads from writes.
        return others.computeIfAbsent(
                new Key(key.database, pattern.operation()),
                missing -> tracked(new Key(key.database, OTHER), pattern.operation(), other));
    }

    private Tracked tracked(Key key, String operation, Bucket bucket) {
        QueryMetrics.Series series = metrics.map(all -> all.series(key.database, operation, key.text))
                .orElse(QueryMetrics.Series.NONE);
        return new Tracked(key.database, key.text, operation, bucket, series);
    }

    private void sweep() {
        patterns.values().removeIf(tracked -> {
            boolean idle = tracked.bucket().idleNanos() > retentionNanos;
            if (idle) {
                tracked.bucket().forget();
            }
            return idle;
        });
    }

    /** How many patterns have a place of their own. */
    public int size() {
        return patterns.size();
    }

    /** The figures of each pattern that ran within the window, and those of the others. */
    public List<QueryStats> read() {
        List<QueryStats> all = new ArrayList<>();
        patterns.values().forEach(tracked -> add(tracked, all));
        add(new Tracked(Database.NONE, OTHER, SqlPattern.OTHER, other, QueryMetrics.Series.NONE), all);
        return all;
    }

    private static void add(Tracked tracked, List<QueryStats> all) {
        StatementWindow.Totals totals = tracked.bucket().read();
        if (totals.latencies().count() > 0) {
            all.add(QueryStats.of(tracked, totals));
        }
    }

    private record Key(Database database, String text) {}
}
