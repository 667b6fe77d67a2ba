package io.dbvitals.vector.names;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Shows what is known of vector indexes also under the names that dashboards of RuVector ask for, from the same reading.
 *
 * <pre>
 * ruvector_vector_count{datname="app",schemaname="public",relname="docs",indexrelname="docs_hnsw"} 20000.0
 * ruvector_search_latency_p95_seconds{…} 0.0021
 * ruvector_search_throughput{…} 14.2
 * </pre>
 */
public final class RuVectorNames implements Collector {
    private static final String SEARCHES = "pg_vector_index_scans";
    private static final String LATENCY = "pg_vector_probe_latency_seconds";

    /** Ours, without the suffix of counters, to theirs. */
    private static final Map<String, String> NAMES = Map.of(
            "pg_vector_index_vectors",
            "ruvector_vector_count",
            "pg_vector_index_size_bytes",
            "ruvector_index_size_bytes",
            "pg_vector_index_resident_bytes",
            "ruvector_memory_bytes",
            "pg_vector_table_operations",
            "ruvector_index_operations",
            SEARCHES,
            "ruvector_searches",
            "pg_vector_probe_duration_seconds",
            "ruvector_search_latency_seconds",
            "pg_vector_probe_errors",
            "ruvector_errors");

    private static final double NANOS = 1e9;

    private final Collector inner;
    private final LongSupplier nanoClock;
    private volatile Map<Labels, Count> last = Map.of();

    private RuVectorNames(Collector inner, LongSupplier nanoClock) {
        this.inner = inner;
        this.nanoClock = nanoClock;
    }

    /** The same collector, which gives its families and their copies. */
    public static Collector beside(Collector inner) {
        return beside(inner, System::nanoTime);
    }

    static Collector beside(Collector inner, LongSupplier nanoClock) {
        return inner.name().startsWith("pg_vector_") ? new RuVectorNames(inner, nanoClock) : inner;
    }

    private record Count(double searches, long atNanos) {}

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        List<MetricSnapshot> families = new ArrayList<>(inner.collect(deadline));
        for (MetricSnapshot family : List.copyOf(families)) {
            String name = family.getMetadata().getPrometheusName().replaceFirst("_total$", "");
            Optional.ofNullable(NAMES.get(name))
                    .flatMap(other -> renamed(family, other))
                    .ifPresent(families::add);
            if (name.equals(LATENCY) && family instanceof SummarySnapshot summary) {
                families.addAll(quantiles(summary));
            }
            if (name.equals(SEARCHES) && family instanceof CounterSnapshot counter) {
                families.add(throughput(counter));
            }
        }
        return families;
    }

    private static Optional<MetricSnapshot> renamed(MetricSnapshot family, String name) {
        MetricMetadata named =
                new MetricMetadata(name, String.valueOf(family.getMetadata().getHelp()));
        if (family instanceof GaugeSnapshot gauge) {
            return Optional.of(new GaugeSnapshot(named, gauge.getDataPoints()));
        }
        if (family instanceof CounterSnapshot counter) {
            return Optional.of(new CounterSnapshot(named, counter.getDataPoints()));
        }
        return family instanceof HistogramSnapshot histogram
                ? Optional.of(new HistogramSnapshot(named, histogram.getDataPoints()))
                : Optional.empty();
    }

    private static List<MetricSnapshot> quantiles(SummarySnapshot summary) {
        Map<Double, List<GaugeDataPointSnapshot>> byQuantile = new HashMap<>();
        for (SummaryDataPointSnapshot point : summary.getDataPoints()) {
            for (Quantile quantile : point.getQuantiles()) {
                byQuantile
                        .computeIfAbsent(quantile.getQuantile(), key -> new ArrayList<>())
                        .add(new GaugeDataPointSnapshot(quantile.getValue(), point.getLabels(), null));
            }
        }
        List<MetricSnapshot> gauges = new ArrayList<>();
        byQuantile.forEach((quantile, points) -> gauges.add(new GaugeSnapshot(
                new MetricMetadata(
                        "ruvector_search_latency_p" + Math.round(quantile * 100) + "_seconds",
                        "Latency of a search: quantile of the last 30 minutes"),
                points)));
        return gauges;
    }

    /** Searches per second since the reading before this one; the first reading gives none. */
    private GaugeSnapshot throughput(CounterSnapshot searches) {
        long now = nanoClock.getAsLong();
        Map<Labels, Count> before = last;
        Map<Labels, Count> counts = new HashMap<>();
        List<GaugeDataPointSnapshot> rates = new ArrayList<>();
        for (CounterDataPointSnapshot point : searches.getDataPoints()) {
            Count count = new Count(point.getValue(), now);
            counts.put(point.getLabels(), count);
            Count old = before.get(point.getLabels());
            // After a reset of the statistics the count begins anew.
            if (old != null && count.searches() >= old.searches() && now > old.atNanos()) {
                double rate = (count.searches() - old.searches()) * NANOS / (now - old.atNanos());
                rates.add(new GaugeDataPointSnapshot(rate, point.getLabels(), null));
            }
        }
        last = Map.copyOf(counts);
        return new GaugeSnapshot(
                new MetricMetadata("ruvector_search_throughput", "Searches in the index per second"), rates);
    }
}
