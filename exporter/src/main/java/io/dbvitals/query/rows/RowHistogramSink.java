package io.dbvitals.query.rows;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Rows;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Each row is one observation; rows of equal labels make one histogram, counted by the library's own. */
public final class RowHistogramSink implements Sink {
    private final Shape shape;
    private final MetricMetadata name;
    private final ValueReader reader;
    private final Map<Labels, Histogram> histograms = new LinkedHashMap<>();

    public RowHistogramSink(Shape shape, MetricMetadata name, ValueReader reader) {
        this.shape = shape;
        this.name = name;
        this.reader = reader;
    }

    /**
     * What the observations become.
     *
     * @param buckets upper bounds without the infinite one
     * @param nativeHistogram besides the buckets, or instead of them where there are none
     * @param asGauges three families of gauges instead of a histogram
     */
    public record Shape(List<Double> buckets, boolean cumulative, boolean nativeHistogram, boolean asGauges) {
        public Shape {
            buckets = List.copyOf(buckets);
        }
    }

    @Override
    public boolean aggregates() {
        return true;
    }

    @Override
    public int add(Rows rows, RowLabels taken) throws CollectException {
        OptionalDouble value = reader.read(rows);
        if (value.isEmpty()) {
            return 0;
        }
        if (!Double.isFinite(value.getAsDouble())) {
            throw new CollectException(Reason.BAD_DATA, name.getName() + " cannot count a value that is not finite");
        }
        int before = histograms.size();
        histograms.computeIfAbsent(taken.last(), key -> newHistogram()).observe(value.getAsDouble());
        return (histograms.size() - before) * (shape.buckets().size() + 3);
    }

    @Override
    public List<MetricSnapshot> families(RowLabels taken) {
        return shape.asGauges() ? asGauges() : List.of(new HistogramSnapshot(!shape.cumulative(), name, points()));
    }

    private Histogram newHistogram() {
        Histogram.Builder builder = Histogram.builder().name("rows");
        double[] bounds =
                shape.buckets().stream().mapToDouble(Double::doubleValue).toArray();
        if (bounds.length > 0) {
            builder.classicUpperBounds(bounds);
        }
        if (!shape.nativeHistogram()) {
            builder.classicOnly();
        } else if (bounds.length == 0) {
            builder.nativeOnly();
        }
        return builder.build();
    }

    private List<HistogramDataPointSnapshot> points() {
        List<HistogramDataPointSnapshot> points = new ArrayList<>();
        histograms.forEach((labels, histogram) -> {
            HistogramDataPointSnapshot counted =
                    histogram.collect().getDataPoints().get(0);
            points.add(new HistogramDataPointSnapshot(
                    counted.getClassicBuckets(),
                    counted.getNativeSchema(),
                    counted.getNativeZeroCount(),
                    counted.getNativeZeroThreshold(),
                    counted.getNativeBucketsForPositiveValues(),
                    counted.getNativeBucketsForNegativeValues(),
                    counted.getSum(),
                    labels,
                    counted.getExemplars(),
                    0L));
        });
        return points;
    }

    /** As pg_exporter shows them: three families of gauges, the buckets cumulative. */
    private List<MetricSnapshot> asGauges() {
        List<GaugeDataPointSnapshot> buckets = new ArrayList<>();
        List<GaugeDataPointSnapshot> counts = new ArrayList<>();
        List<GaugeDataPointSnapshot> sums = new ArrayList<>();
        for (HistogramDataPointSnapshot point : points()) {
            ClassicHistogramBuckets classic = point.getClassicBuckets();
            long count = 0;
            for (int i = 0; i < classic.size(); i++) {
                count += classic.getCount(i);
                String bound = Double.isInfinite(classic.getUpperBound(i))
                        ? "+Inf"
                        : GoNumbers.format(classic.getUpperBound(i));
                buckets.add(new GaugeDataPointSnapshot(count, point.getLabels().merge(Labels.of("le", bound)), null));
            }
            counts.add(new GaugeDataPointSnapshot(count, point.getLabels(), null));
            sums.add(new GaugeDataPointSnapshot(point.getSum(), point.getLabels(), null));
        }
        return List.of(family("_bucket", buckets), family("_count", counts), family("_sum", sums));
    }

    private MetricSnapshot family(String suffix, List<GaugeDataPointSnapshot> points) {
        String help = name.getHelp();
        return new GaugeSnapshot(new MetricMetadata(name.getName() + suffix, help == null ? "" : help), points);
    }
}
