package io.dbvitals.redis.model;

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

/** A metric's name, type and help, made once; the name is without {@code redis_}. */
public final class Family {
    private static final String PREFIX = "redis_";

    private final MetricMetadata metadata;
    private final Kind kind;

    private Family(String name, Kind kind, String help) {
        this.metadata = new MetricMetadata(PREFIX + name, help);
        this.kind = kind;
    }

    private enum Kind {
        GAUGE,
        COUNTER,
        UNTYPED
    }

    public static Family gauge(String name, String help) {
        return new Family(name, Kind.GAUGE, help);
    }

    /** One whose name does not end in {@code _total} is untyped: the formats would append that to a counter's name. */
    public static Family counter(String name, String help) {
        return new Family(name, name.endsWith("_total") ? Kind.COUNTER : Kind.UNTYPED, help);
    }

    public static Family untyped(String name, String help) {
        return new Family(name, Kind.UNTYPED, help);
    }

    MetricMetadata metadata() {
        return metadata;
    }

    /** Whether the formats can carry it: a counter is never negative. */
    boolean takes(double value) {
        return !Double.isNaN(value) && (kind != Kind.COUNTER || value >= 0);
    }

    /** Values and labels have the same order. */
    MetricSnapshot snapshot(Points points) {
        return switch (kind) {
            case GAUGE ->
                new GaugeSnapshot(
                        metadata, points.each((value, labels) -> new GaugeDataPointSnapshot(value, labels, null)));
            case COUNTER ->
                new CounterSnapshot(
                        metadata,
                        points.each((value, labels) -> new CounterDataPointSnapshot(value, labels, null, 0L)));
            case UNTYPED ->
                new UnknownSnapshot(
                        metadata, points.each((value, labels) -> new UnknownDataPointSnapshot(value, labels, null)));
        };
    }

    /** Samples of one family. */
    static final class Points {
        private final List<Labels> labels = new ArrayList<>(1);
        private double[] values = new double[1];

        void add(double value, Labels ofIt) {
            if (labels.size() == values.length) {
                values = java.util.Arrays.copyOf(values, values.length * 4);
            }
            values[labels.size()] = value;
            labels.add(ofIt);
        }

        private interface Point<T> {
            T of(double value, Labels labels);
        }

        private <T> List<T> each(Point<T> point) {
            List<T> points = new ArrayList<>(labels.size());
            for (int i = 0; i < labels.size(); i++) {
                points.add(point.of(values[i], labels.get(i)));
            }
            return points;
        }
    }
}
