package io.dbvitals.vector.probe.series;

import io.dbvitals.vector.catalog.IndexName;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The families of the probe; the series of an index begin at 0 and end when it is searched no more.
 *
 * <pre>
 * pg_vector_probe_duration_seconds_bucket{server="db1:5432",datname="app",…,outcome="ok",le="0.001"} 41
 * pg_vector_probe_index_used{server="db1:5432",datname="app",schemaname="public",relname="items",indexrelname="items_hnsw"} 1.0
 * </pre>
 */
public final class ProbeFamilies {
    private static final double[] BOUNDS = {.00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5};
    private static final int NATIVE_SCHEMA = 5;
    private static final int NATIVE_BUCKETS = 100;
    private static final MetricMetadata LATENCY = new MetricMetadata(
            "pg_vector_probe_latency_seconds",
            "Exact quantiles of the probe's searches in the last 30 minutes, at the client; absent below "
                    + Window.FEWEST + " searches.");
    private static final MetricMetadata USED = new MetricMetadata(
            "pg_vector_probe_index_used", "Whether the planner chose this index for the probe's search.");
    private static final MetricMetadata BLOCKS = new MetricMetadata(
            "pg_vector_probe_blocks_per_search",
            "Blocks touched by one search, found in shared buffers or not; mean of the last explained searches.");

    private final Labels target;
    private final LongSupplier nanoClock;
    private final Histogram durations;
    private final Counter scans;
    private final Counter shortResults;
    private final Counter errors;

    /** {@code target}: labels on every series. */
    public ProbeFamilies(Labels target, LongSupplier nanoClock) {
        this.target = target;
        this.nanoClock = nanoClock;
        this.durations = Histogram.builder()
                .name("pg_vector_probe_duration_seconds")
                .help("Duration of the probe's searches, at the client.")
                .constLabels(target)
                .labelNames(names("outcome"))
                .classicUpperBounds(BOUNDS)
                .nativeInitialSchema(NATIVE_SCHEMA)
                .nativeMaxNumberOfBuckets(NATIVE_BUCKETS)
                .withoutExemplars()
                .build();
        this.scans = counter(
                "pg_vector_probe_index_scans_total",
                "The probe's own scans of the index, to be subtracted from pg_vector_index_scans_total.");
        this.shortResults = counter(
                "pg_vector_probe_short_results_total",
                "Searches that found fewer rows than they asked for, though the table has them.");
        this.errors =
                counter("pg_vector_probe_errors_total", "What kept the probe from searching, by reason.", "reason");
    }

    /** Those of an index begin; {@code own}: whether only the user's statement says how many rows it asks for. */
    public IndexSeries begin(IndexName index, boolean own) {
        String[] values = values(index);
        Map<IndexSeries.Outcome, DistributionDataPoint> histograms = new EnumMap<>(IndexSeries.Outcome.class);
        for (IndexSeries.Outcome outcome : IndexSeries.Outcome.values()) {
            histograms.put(outcome, durations.labelValues(values(index, lower(outcome.name()))));
        }
        Map<Failure, CounterDataPoint> failures = new EnumMap<>(Failure.class);
        for (Failure failure : Failure.values()) {
            failures.put(failure, errors.labelValues(values(index, failure.label())));
        }
        CounterDataPoint tooFew = shortResults.labelValues(values);
        if (own) {
            shortResults.remove(values);
        }
        return new IndexSeries(histograms, scans.labelValues(values), tooFew, failures, nanoClock);
    }

    /** Those of an index end. */
    public void end(IndexName index) {
        for (IndexSeries.Outcome outcome : IndexSeries.Outcome.values()) {
            durations.remove(values(index, lower(outcome.name())));
        }
        for (Failure failure : Failure.values()) {
            errors.remove(values(index, failure.label()));
        }
        scans.remove(values(index));
        shortResults.remove(values(index));
    }

    /** All of them now; none before the first index. */
    public List<MetricSnapshot> collect(Map<IndexName, IndexSeries> indexes) {
        List<SummaryDataPointSnapshot> latencies = new ArrayList<>();
        List<GaugeDataPointSnapshot> used = new ArrayList<>();
        List<GaugeDataPointSnapshot> blocks = new ArrayList<>();
        RecallFamilies recalls = new RecallFamilies();
        indexes.forEach((index, series) -> {
            Labels labels = target.merge(index.labels());
            series.latency()
                    .ifPresent(latency -> latencies.add(new SummaryDataPointSnapshot(
                            latency.count(), latency.sum(), latency.quantiles(), labels, Exemplars.EMPTY, 0L)));
            series.used().ifPresent(yes -> used.add(new GaugeDataPointSnapshot(yes ? 1 : 0, labels, null)));
            series.recall().ifPresent(recall -> recalls.add(labels, recall));
            series.blocks().ifPresent(mean -> blocks.add(new GaugeDataPointSnapshot(mean, labels, null)));
        });
        Stream<MetricSnapshot> searches = Stream.of(
                durations.collect(),
                scans.collect(),
                shortResults.collect(),
                errors.collect(),
                new SummarySnapshot(LATENCY, latencies),
                new GaugeSnapshot(USED, used),
                new GaugeSnapshot(BLOCKS, blocks));
        return Stream.concat(searches, recalls.snapshots().stream())
                .filter(family -> !family.getDataPoints().isEmpty())
                .toList();
    }

    private Counter counter(String name, String help, String... more) {
        return Counter.builder()
                .name(name)
                .help(help)
                .constLabels(target)
                .labelNames(names(more))
                .withoutExemplars()
                .build();
    }

    private static String[] names(String... more) {
        Stream<String> own = new IndexName("", "", "", "").labels().stream().map(label -> label.getName());
        return Stream.concat(own, Stream.of(more)).toArray(String[]::new);
    }

    /** In the order of the names. */
    private static String[] values(IndexName index, String... more) {
        Stream<String> own = index.labels().stream().map(label -> label.getValue());
        return Stream.concat(own, Stream.of(more)).toArray(String[]::new);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
