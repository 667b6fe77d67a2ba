package io.dbvitals.query;

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

/** A histogram a row, already counted: arrays of upper bounds and cumulative counts, a sum and a count. */
final class ArrayHistogramSink implements Sink {
    private final boolean cumulative;
    private final MetricMetadata name;
    private final Indexes indexes;
    private final List<HistogramDataPointSnapshot> points = new ArrayList<>();

    ArrayHistogramSink(boolean cumulative, MetricMetadata name, Indexes indexes) {
        this.cumulative = cumulative;
        this.name = name;
        this.indexes = indexes;
    }

    /** Where the four columns stand in the result. */
    record Indexes(int bounds, int counts, int sum, int count) {}

    @Override
    public int add(Rows rows, RowLabels taken) throws CollectException {
        double[] bounds = rows.numbers(indexes.bounds());
        double[] counts = rows.numbers(indexes.counts());
        double sum = rows.number(indexes.sum());
        double count = rows.number(indexes.count());
        long total = rows.wasNull() ? 0 : (long) count;
        int size = Math.min(bounds.length, counts.length);
        List<Double> upper = new ArrayList<>();
        List<Long> each = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < size; i++) {
            if (Double.isInfinite(bounds[i])) {
                continue;
            }
            long upTo = (long) counts[i];
            if (upTo < before || (i > 0 && bounds[i] <= bounds[i - 1])) {
                throw new CollectException(
                        Reason.BAD_DATA, name.getName() + " needs rising bounds and cumulative counts");
            }
            upper.add(bounds[i]);
            each.add(upTo - before);
            before = upTo;
        }
        upper.add(Double.POSITIVE_INFINITY);
        each.add(Math.max(0, total - before));
        points.add(new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(upper, each), sum, taken.last(), Exemplars.EMPTY, 0L));
        return upper.size() + 2;
    }

    @Override
    public List<MetricSnapshot> families(RowLabels taken) {
        return List.of(new HistogramSnapshot(!cumulative, name, points));
    }
}
