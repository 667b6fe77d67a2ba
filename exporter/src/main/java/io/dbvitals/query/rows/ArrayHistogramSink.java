package io.dbvitals.query.rows;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Rows;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A histogram a row, already counted: arrays of upper bounds, in any order, and cumulative counts, a sum and a count. A sum or
 * count that is no number leaves the histogram out where the file is lenient.
 */
public final class ArrayHistogramSink implements Sink {
    private final boolean cumulative;
    private final boolean lenient;
    private final MetricMetadata name;
    private final Indexes indexes;
    private final List<HistogramDataPointSnapshot> points = new ArrayList<>();

    public ArrayHistogramSink(boolean cumulative, boolean lenient, MetricMetadata name, Indexes indexes) {
        this.cumulative = cumulative;
        this.lenient = lenient;
        this.name = name;
        this.indexes = indexes;
    }

    /** Where the four columns stand in the result. */
    public record Indexes(int bounds, int counts, int sum, int count) {}

    @Override
    public int add(Rows rows, RowLabels taken) throws CollectException {
        SortedMap<Double, Double> counts = counts(rows);
        double sum;
        long total;
        try {
            sum = rows.number(indexes.sum());
            total = total(rows);
        } catch (CollectException e) {
            if (lenient && e.reason() == Reason.BAD_DATA) {
                return 0;
            }
            throw e;
        }
        List<Double> upper = new ArrayList<>();
        List<Long> each = new ArrayList<>();
        long before = 0;
        for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
            long upTo = bucket.getValue().longValue();
            if (upTo < before) {
                throw new CollectException(
                        Reason.BAD_DATA,
                        name.getName() + " needs cumulative counts: " + upTo + " up to " + bucket.getKey()
                                + " come after " + before);
            }
            upper.add(bucket.getKey());
            each.add(upTo - before);
            before = upTo;
        }
        upper.add(Double.POSITIVE_INFINITY);
        each.add(Math.max(0, total - before));
        points.add(new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(upper, each), sum, taken.last(), Exemplars.EMPTY, 0L));
        return upper.size() + 2;
    }

    /** By rising bound; a bound that is no finite number has no bucket of its own. */
    private SortedMap<Double, Double> counts(Rows rows) throws CollectException {
        double[] bounds = rows.numbers(indexes.bounds());
        double[] counts = rows.numbers(indexes.counts());
        SortedMap<Double, Double> byBound = new TreeMap<>();
        for (int i = 0; i < Math.min(bounds.length, counts.length); i++) {
            if (Double.isFinite(bounds[i])) {
                byBound.put(bounds[i], counts[i]);
            }
        }
        return byBound;
    }

    private long total(Rows rows) throws CollectException {
        double count = rows.number(indexes.count());
        if (rows.wasNull()) {
            return 0;
        }
        if (!Double.isFinite(count)) {
            throw new CollectException(Reason.BAD_DATA, name.getName() + " needs a finite count, not " + count);
        }
        return (long) count;
    }

    @Override
    public List<MetricSnapshot> families(RowLabels taken) {
        return List.of(new HistogramSnapshot(!cumulative, name, points));
    }
}
