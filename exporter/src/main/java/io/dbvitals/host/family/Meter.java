package io.dbvitals.host.family;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DuplicateLabelsException;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Name, help and type of a family, made once; its {@link Points} are those of one reading. */
public final class Meter {
    private enum Kind {
        GAUGE,
        COUNTER,
        UNTYPED
    }

    private final Kind kind;
    private final MetricMetadata metadata;

    private Meter(Kind kind, String name, String help) {
        this.kind = kind;
        this.metadata = new MetricMetadata(name, help);
    }

    public static Meter gauge(String name, String help) {
        return new Meter(Kind.GAUGE, name, help);
    }

    /**
     * A number that only grows.
     *
     * @param name ends in {@code _total}, as the formats write it so
     */
    public static Meter counter(String name, String help) {
        if (!name.endsWith("_total")) {
            throw new IllegalArgumentException("the page would say " + name + "_total");
        }
        return new Meter(Kind.COUNTER, name, help);
    }

    public static Meter untyped(String name, String help) {
        return new Meter(Kind.UNTYPED, name, help);
    }

    public Points points() {
        return new Points(this);
    }

    /** The family of one series. */
    public MetricSnapshot of(Labels labels, double value) {
        Points points = points();
        points.add(labels, value);
        return points.snapshot();
    }

    /** The family of one series. */
    public MetricSnapshot of(Labels labels, long value) {
        return of(labels, (double) value);
    }

    /** The series of one family; of several with the same labels the first counts. */
    public static final class Points {
        private final Meter meter;
        private final List<GaugeDataPointSnapshot> gauges;
        private final List<CounterDataPointSnapshot> counters;
        private final List<UnknownDataPointSnapshot> others;

        private Points(Meter meter) {
            this.meter = meter;
            this.gauges = meter.kind == Kind.GAUGE ? new ArrayList<>() : List.of();
            this.counters = meter.kind == Kind.COUNTER ? new ArrayList<>() : List.of();
            this.others = meter.kind == Kind.UNTYPED ? new ArrayList<>() : List.of();
        }

        public void add(Labels labels, double value) {
            switch (meter.kind) {
                case GAUGE -> gauges.add(new GaugeDataPointSnapshot(value, labels, null));
                case COUNTER -> counters.add(new CounterDataPointSnapshot(value, labels, null, 0L));
                case UNTYPED -> others.add(new UnknownDataPointSnapshot(value, labels, null));
            }
        }

        public void add(Labels labels, long value) {
            add(labels, (double) value);
        }

        public MetricSnapshot snapshot() {
            try {
                return made();
            } catch (DuplicateLabelsException e) {
                // As of two chips on one device, which no label tells apart; half of it is better than nothing.
                switch (meter.kind) {
                    case GAUGE -> keepFirst(gauges);
                    case COUNTER -> keepFirst(counters);
                    case UNTYPED -> keepFirst(others);
                }
                return made();
            }
        }

        private MetricSnapshot made() {
            return switch (meter.kind) {
                case GAUGE -> new GaugeSnapshot(meter.metadata, gauges);
                case COUNTER -> new CounterSnapshot(meter.metadata, counters);
                case UNTYPED -> new UnknownSnapshot(meter.metadata, others);
            };
        }

        private static void keepFirst(List<? extends DataPointSnapshot> points) {
            Set<Labels> seen = new HashSet<>();
            points.removeIf(point -> !seen.add(point.getLabels()));
        }

        private boolean isEmpty() {
            return gauges.isEmpty() && counters.isEmpty() && others.isEmpty();
        }
    }

    /** The families of those that have any series. */
    public static List<MetricSnapshot> families(Points... all) {
        List<MetricSnapshot> families = new ArrayList<>(all.length);
        for (Points points : all) {
            if (!points.isEmpty()) {
                families.add(points.snapshot());
            }
        }
        return families;
    }
}
