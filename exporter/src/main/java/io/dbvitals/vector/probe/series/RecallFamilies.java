package io.dbvitals.vector.probe.series;

import io.dbvitals.vector.recall.Recall;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Which part of the true neighbours the indexes find.
 *
 * <pre>
 * pg_vector_probe_recall_ratio{server="db1:5432",datname="app",…,k="10",method="exact"} 0.987
 * </pre>
 */
final class RecallFamilies {
    private static final Map<MetricMetadata, ToDoubleFunction<Recall>> FAMILIES = families();

    private final Map<Labels, Recall> recalls = new LinkedHashMap<>();

    void add(Labels index, Recall recall) {
        Labels labels = index.merge(Labels.of(
                "k", String.valueOf(recall.k()), "method", recall.method().label()));
        recalls.put(labels, recall);
    }

    List<GaugeSnapshot> snapshots() {
        List<GaugeSnapshot> snapshots = new ArrayList<>();
        FAMILIES.forEach((family, value) -> {
            List<GaugeDataPointSnapshot> points = new ArrayList<>();
            recalls.forEach((labels, recall) ->
                    points.add(new GaugeDataPointSnapshot(value.applyAsDouble(recall), labels, null)));
            snapshots.add(new GaugeSnapshot(family, points));
        });
        return snapshots;
    }

    private static Map<MetricMetadata, ToDoubleFunction<Recall>> families() {
        Map<MetricMetadata, ToDoubleFunction<Recall>> families = new LinkedHashMap<>();
        families.put(
                named("recall_ratio", "Part of the true k nearest neighbours found, mean over the queries."),
                Recall::mean);
        families.put(named("recall_worst_ratio", "The same for the query that found least."), Recall::worst);
        families.put(named("recall_queries", "Queries that the recall was measured with."), Recall::queries);
        families.put(
                named("recall_timestamp_seconds", "When the recall was measured."),
                recall -> recall.at().toEpochMilli() / 1e3);
        families.put(
                named("recall_duration_seconds", "How long measuring it took."),
                recall -> recall.took().toNanos() / 1e9);
        return families;
    }

    private static MetricMetadata named(String name, String help) {
        return new MetricMetadata("pg_vector_probe_" + name, help);
    }
}
