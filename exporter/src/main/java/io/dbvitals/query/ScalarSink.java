package io.dbvitals.query;

import io.dbvitals.query.Column.Use;
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
import java.util.List;
import java.util.OptionalDouble;

/** One number a row: gauges, counters and what has no type. */
final class ScalarSink implements Sink {
    private final Column column;
    private final List<MetricMetadata> names;
    private final ValueReader reader;
    private final List<Labels> labels = new ArrayList<>();
    private double[] values = new double[16];
    private boolean monotone = true;

    ScalarSink(Column column, List<MetricMetadata> names, ValueReader reader) {
        this.column = column;
        this.names = names;
        this.reader = reader;
    }

    @Override
    public int add(Rows rows, Labels rowLabels) throws CollectException {
        OptionalDouble value = reader.read(rows);
        if (value.isEmpty()) {
            return 0;
        }
        if (labels.size() == values.length) {
            values = java.util.Arrays.copyOf(values, values.length * 2);
        }
        values[labels.size()] = value.getAsDouble();
        monotone &= !(value.getAsDouble() < 0);
        labels.add(rowLabels);
        return names.size();
    }

    @Override
    public List<MetricSnapshot> families() {
        List<MetricSnapshot> families = new ArrayList<>(names.size());
        for (MetricMetadata name : names) {
            families.add(family(name));
        }
        return families;
    }

    private MetricSnapshot family(MetricMetadata name) {
        boolean counter = column.use() instanceof Use.Counter;
        // The formats write _total behind every counter's name, and none may be negative.
        if (counter && monotone && name.getPrometheusName().endsWith("_total")) {
            List<CounterDataPointSnapshot> points = new ArrayList<>(labels.size());
            for (int i = 0; i < labels.size(); i++) {
                points.add(new CounterDataPointSnapshot(values[i], labels.get(i), null, 0L));
            }
            return new CounterSnapshot(name, points);
        }
        if (counter || column.use() instanceof Use.Untyped) {
            List<UnknownDataPointSnapshot> points = new ArrayList<>(labels.size());
            for (int i = 0; i < labels.size(); i++) {
                points.add(new UnknownDataPointSnapshot(values[i], labels.get(i), null));
            }
            return new UnknownSnapshot(name, points);
        }
        List<GaugeDataPointSnapshot> points = new ArrayList<>(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            points.add(new GaugeDataPointSnapshot(values[i], labels.get(i), null));
        }
        return new GaugeSnapshot(name, points);
    }
}
