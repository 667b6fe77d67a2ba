package io.dbvitals.query.rows;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;

/** One number a row: gauges, counters and what has no type. */
public final class ScalarSink implements Sink {
    private final Type type;
    private final List<MetricMetadata> names;
    private final ValueReader reader;
    private double[] values = new double[16];
    private final BitSet present = new BitSet();
    private boolean monotone = true;

    public ScalarSink(Type type, List<MetricMetadata> names, ValueReader reader) {
        this.type = type;
        this.names = names;
        this.reader = reader;
    }

    /** What the numbers are; a counter is untyped on the page when its name has no {@code _total} or a number is negative. */
    public enum Type {
        GAUGE,
        COUNTER,
        UNTYPED
    }

    @Override
    public int add(Rows rows, RowLabels taken) throws CollectException {
        OptionalDouble value = reader.read(rows);
        if (value.isEmpty()) {
            return 0;
        }
        int row = taken.size() - 1;
        if (row >= values.length) {
            values = Arrays.copyOf(values, Math.max(row + 1, values.length * 2));
        }
        values[row] = value.getAsDouble();
        present.set(row);
        monotone &= !(value.getAsDouble() < 0);
        return names.size();
    }

    @Override
    public List<MetricSnapshot> families(RowLabels taken) {
        List<MetricSnapshot> families = new ArrayList<>(names.size());
        for (MetricMetadata name : names) {
            families.add(family(name, taken));
        }
        return families;
    }

    private MetricSnapshot family(MetricMetadata name, RowLabels taken) {
        // The formats write _total behind every counter's name, and none may be negative.
        if (type == Type.COUNTER && monotone && name.getPrometheusName().endsWith("_total")) {
            return new CounterSnapshot(
                    name, points(taken, (value, labels) -> new CounterDataPointSnapshot(value, labels, null, 0L)));
        }
        if (type != Type.GAUGE) {
            return new UnknownSnapshot(
                    name, points(taken, (value, labels) -> new UnknownDataPointSnapshot(value, labels, null)));
        }
        return new GaugeSnapshot(
                name, points(taken, (value, labels) -> new GaugeDataPointSnapshot(value, labels, null)));
    }

    private interface Point<T> {
        T of(double value, Labels labels);
    }

    private <T> List<T> points(RowLabels taken, Point<T> point) {
        List<T> points = new ArrayList<>(present.cardinality());
        for (int row : taken.order()) {
            if (present.get(row)) {
                points.add(point.of(values[row], taken.get(row)));
            }
        }
        return points;
    }
}
