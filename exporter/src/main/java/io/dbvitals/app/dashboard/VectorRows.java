package io.dbvitals.app.dashboard;

import io.dbvitals.api.dashboard.VectorRow;
import io.dbvitals.app.dashboard.Sections.Rows;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The vector indexes of one target, from the families that a scrape gives of them. */
final class VectorRows {
    private static final double MEDIAN = 0.5;
    private static final double HIGH = 0.99;

    private final String target;
    private final MetricSnapshots families;

    private VectorRows(String target, MetricSnapshots families) {
        this.target = target;
        this.families = families;
    }

    static Rows<VectorRow> of(String target, MetricSnapshots families) {
        VectorRows rows = new VectorRows(target, families);
        return Rows.of(Stream.concat(rows.points("pg_vector_index"), rows.points("pg_vector_index_info"))
                .map(point -> rows.row(point.getLabels()))
                .toList());
    }

    private VectorRow row(Labels index) {
        Optional<Double> valid = gauge("pg_vector_index_valid", index);
        Optional<Double> used = gauge("pg_vector_probe_index_used", index);
        String trouble = valid.equals(Optional.of(0.0))
                ? "it is not valid: searches do not use it; REINDEX it"
                : used.equals(Optional.of(0.0)) ? "the planner did not choose it for the probe's search" : "";
        return new VectorRow(
                target,
                label(index, "datname"),
                label(index, "schemaname") + "." + label(index, "indexrelname"),
                label(index, "relname"),
                label(index, "am"),
                gauge("pg_vector_index_size_bytes", index),
                quantile(index, MEDIAN),
                quantile(index, HIGH),
                gauge("pg_vector_probe_recall_ratio", index),
                trouble);
    }

    private Optional<Double> gauge(String name, Labels index) {
        return points(name)
                .filter(point -> same(point.getLabels(), index))
                .filter(GaugeDataPointSnapshot.class::isInstance)
                .map(point -> ((GaugeDataPointSnapshot) point).getValue())
                .filter(Double::isFinite)
                .findFirst();
    }

    private Optional<Double> quantile(Labels index, double wanted) {
        return points("pg_vector_probe_latency_seconds")
                .filter(point -> same(point.getLabels(), index))
                .filter(SummaryDataPointSnapshot.class::isInstance)
                .flatMap(point -> StreamSupport.stream(
                        ((SummaryDataPointSnapshot) point).getQuantiles().spliterator(), false))
                .filter(quantile -> quantile.getQuantile() == wanted)
                .map(Quantile::getValue)
                .filter(Double::isFinite)
                .findFirst();
    }

    private Stream<? extends DataPointSnapshot> points(String name) {
        return families.stream()
                .filter(family -> family.getMetadata().getName().equals(name))
                .map(MetricSnapshot::getDataPoints)
                .flatMap(List::stream);
    }

    private static boolean same(Labels one, Labels other) {
        return Stream.of("datname", "schemaname", "indexrelname")
                .allMatch(name -> label(one, name).equals(label(other, name)));
    }

    private static String label(Labels labels, String name) {
        return Optional.ofNullable(labels.get(name)).orElse("");
    }
}
