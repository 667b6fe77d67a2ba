package io.dbvitals.scrape.page;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes families of one name into one, and of foreign names ones that the formats can carry. */
public final class Families {
    private Families() {}

    /** The name as it stands on the page, with the suffix that the format adds for the type. */
    public static String exposedName(MetricSnapshot family) {
        String name = family.getMetadata().getPrometheusName();
        if (family instanceof CounterSnapshot) {
            return name.endsWith("_total") ? name : name + "_total";
        }
        return family instanceof InfoSnapshot && !name.endsWith("_info") ? name + "_info" : name;
    }

    /** The names under which the parts of a histogram or summary stand on the page, which no other family may take. */
    static List<String> partNames(MetricSnapshot family) {
        String name = family.getMetadata().getPrometheusName();
        if (family instanceof HistogramSnapshot histogram) {
            String g = histogram.isGaugeHistogram() ? "g" : "";
            return List.of(name + "_bucket", name + "_" + g + "count", name + "_" + g + "sum");
        }
        return family instanceof SummarySnapshot ? List.of(name + "_count", name + "_sum") : List.of();
    }

    /** Point by point untyped, under exactly {@code name}. */
    static MetricSnapshot untyped(CounterSnapshot counter, String name) {
        List<UnknownDataPointSnapshot> points = new ArrayList<>();
        for (CounterDataPointSnapshot point : counter.getDataPoints()) {
            points.add(new UnknownDataPointSnapshot(point.getValue(), point.getLabels(), null));
        }
        return new UnknownSnapshot(new MetricMetadata(name, help(counter)), points);
    }

    /**
     * All points of the families, the first of those with equal labels; a family of another type than the first adds nothing.
     *
     * @param lost told how many points were left out of the family at that index
     */
    static MetricSnapshot merge(List<MetricSnapshot> families, LostPoints lost) {
        MetricSnapshot first = families.get(0);
        List<DataPointSnapshot> points = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < families.size(); i++) {
            MetricSnapshot family = families.get(i);
            int dropped = 0;
            for (DataPointSnapshot point : family.getDataPoints()) {
                if (family.getClass() == first.getClass() && seen.add(point.getLabels())) {
                    points.add(point);
                } else {
                    dropped++;
                }
            }
            if (dropped > 0) {
                lost.lost(i, dropped);
            }
        }
        return withPoints(first, points);
    }

    /** Told of points that were left out. */
    interface LostPoints {
        void lost(int family, int points);
    }

    /** The same family with other points, which must be of its own type. */
    static MetricSnapshot withPoints(MetricSnapshot family, List<? extends DataPointSnapshot> points) {
        MetricMetadata metadata = family.getMetadata();
        if (family instanceof GaugeSnapshot) {
            return new GaugeSnapshot(metadata, cast(points, GaugeDataPointSnapshot.class));
        }
        if (family instanceof CounterSnapshot) {
            return new CounterSnapshot(metadata, cast(points, CounterDataPointSnapshot.class));
        }
        if (family instanceof UnknownSnapshot) {
            return new UnknownSnapshot(metadata, cast(points, UnknownDataPointSnapshot.class));
        }
        if (family instanceof InfoSnapshot) {
            return new InfoSnapshot(metadata, cast(points, InfoDataPointSnapshot.class));
        }
        if (family instanceof StateSetSnapshot) {
            return new StateSetSnapshot(metadata, cast(points, StateSetDataPointSnapshot.class));
        }
        if (family instanceof SummarySnapshot) {
            return new SummarySnapshot(metadata, cast(points, SummaryDataPointSnapshot.class));
        }
        if (family instanceof HistogramSnapshot histogram) {
            return new HistogramSnapshot(
                    histogram.isGaugeHistogram(), metadata, cast(points, HistogramDataPointSnapshot.class));
        }
        throw new IllegalArgumentException("a family of unknown type " + family.getClass());
    }

    private static String help(MetricSnapshot family) {
        String help = family.getMetadata().getHelp();
        return help == null ? "" : help;
    }

    private static <T> List<T> cast(List<?> points, Class<T> type) {
        List<T> list = new ArrayList<>(points.size());
        for (Object point : points) {
            list.add(type.cast(point));
        }
        return list;
    }
}
