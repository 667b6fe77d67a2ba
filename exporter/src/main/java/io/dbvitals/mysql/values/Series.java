package io.dbvitals.mysql.values;

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
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Where a value goes: made once for each name that the server sends, and used in every scrape.
 *
 * @param name the same object for all series of a family
 */
public record Series(MetricMetadata name, Type type, Labels labels) {
    /** As the page is to say it. */
    public enum Type {
        GAUGE,
        /** The name ends in {@code _total}. */
        COUNTER,
        UNTYPED
    }

    /** The values of one scrape, which become families in the order in which their names first came. */
    public static final class Values {
        private final IdentityHashMap<MetricMetadata, Integer> places = new IdentityHashMap<>();
        private final List<List<Series>> series = new ArrayList<>();
        private final List<List<Double>> values = new ArrayList<>();

        /** One sample; two with the same labels in a family must not be added. */
        public void add(Series one, double value) {
            int place = places.computeIfAbsent(one.name(), name -> {
                series.add(new ArrayList<>(2));
                values.add(new ArrayList<>(2));
                return series.size() - 1;
            });
            series.get(place).add(one);
            values.get(place).add(value);
        }

        /** Whole families of what was added. */
        public List<MetricSnapshot> families() {
            List<MetricSnapshot> families = new ArrayList<>(series.size());
            for (int i = 0; i < series.size(); i++) {
                families.add(family(series.get(i), values.get(i)));
            }
            return families;
        }

        private static MetricSnapshot family(List<Series> series, List<Double> values) {
            MetricMetadata name = series.get(0).name();
            return switch (series.get(0).type()) {
                case GAUGE ->
                    new GaugeSnapshot(
                            name, points(series, values, (value, at) -> new GaugeDataPointSnapshot(value, at, null)));
                case COUNTER ->
                    // No counter may be negative, and servers have had such.
                    values.stream().anyMatch(value -> value < 0)
                            ? new UnknownSnapshot(
                                    name,
                                    points(
                                            series,
                                            values,
                                            (value, at) -> new UnknownDataPointSnapshot(value, at, null)))
                            : new CounterSnapshot(
                                    name,
                                    points(
                                            series,
                                            values,
                                            (value, at) -> new CounterDataPointSnapshot(value, at, null, 0L)));
                case UNTYPED ->
                    new UnknownSnapshot(
                            name, points(series, values, (value, at) -> new UnknownDataPointSnapshot(value, at, null)));
            };
        }

        private interface Point<T> {
            T of(double value, Labels labels);
        }

        private static <T> List<T> points(List<Series> series, List<Double> values, Point<T> point) {
            List<T> points = new ArrayList<>(series.size());
            for (int i = 0; i < series.size(); i++) {
                points.add(point.of(values.get(i), series.get(i).labels()));
            }
            return points;
        }
    }
}
