package io.dbvitals.vector.statements;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Totals as families. */
final class StatementFamilies {
    private static final MetricMetadata CALLS =
            new MetricMetadata("pg_vector_statement_calls", "Searches for nearest vectors");
    private static final MetricMetadata SECONDS =
            new MetricMetadata("pg_vector_statement_seconds", "Time spent on executing searches for nearest vectors");
    private static final MetricMetadata ROWS =
            new MetricMetadata("pg_vector_statement_rows", "Rows that searches for nearest vectors gave");
    private static final MetricMetadata BLOCKS = new MetricMetadata(
            "pg_vector_statement_blocks",
            "Blocks that searches for nearest vectors found in the shared buffers (hit) or had to read");

    private StatementFamilies() {}

    static List<MetricSnapshot> of(List<Map.Entry<Search, Figures>> totals, Labels labels) {
        if (totals.isEmpty()) {
            return List.of();
        }
        List<CounterDataPointSnapshot> blocks = points(totals, labels.merge(Labels.of("source", "hit")), Figures::hit);
        blocks.addAll(points(totals, labels.merge(Labels.of("source", "read")), Figures::read));
        return List.of(
                new CounterSnapshot(CALLS, points(totals, labels, Figures::calls)),
                new CounterSnapshot(SECONDS, points(totals, labels, Figures::seconds)),
                new CounterSnapshot(ROWS, points(totals, labels, Figures::rows)),
                new CounterSnapshot(BLOCKS, blocks));
    }

    private static List<CounterDataPointSnapshot> points(
            List<Map.Entry<Search, Figures>> totals, Labels labels, ToDoubleFunction<Figures> figure) {
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        for (Map.Entry<Search, Figures> total : totals) {
            Search search = total.getKey();
            Labels of = labels.merge(Labels.of(
                    "datname",
                    search.database(),
                    "schemaname",
                    search.schema(),
                    "relname",
                    search.table(),
                    "operator",
                    search.operator()));
            points.add(new CounterDataPointSnapshot(figure.applyAsDouble(total.getValue()), of, null, 0L));
        }
        return points;
    }
}
