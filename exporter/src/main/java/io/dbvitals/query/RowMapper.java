package io.dbvitals.query;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the rows of one query into whole families, within the query's limits. */
final class RowMapper {
    private final Query query;
    private final List<Column> columns;
    private final Labels constants;
    private final LossListener losses;
    private final String collector;
    private Optional<Layout> lastLayout = Optional.empty();

    /**
     * For one query in one database.
     *
     * @param columns those that the server's version has
     */
    RowMapper(String collector, Query query, List<Column> columns, Labels constants, LossListener losses) {
        this.collector = collector;
        this.query = query;
        this.columns = List.copyOf(columns);
        this.constants = constants;
        this.losses = losses;
    }

    List<MetricSnapshot> map(Rows rows) throws CollectException {
        Layout layout = layout(rows);
        List<Sink> sinks = layout.sinks();
        Top top = Top.of(rows, layout.topIndex(), query.limit());
        RowLabels taken = new RowLabels();
        int duplicates = 0;
        int limited = 0;
        int samples = 0;
        int read = 0;
        while (rows.next()) {
            // The largest rows may come last, so only those that top keeps count as read.
            if (!top.keeps(rows)
                    || ++read > query.limit().rows()
                    || samples >= query.limit().series()) {
                limited++;
                continue;
            }
            boolean again = !taken.take(layout.labels(rows));
            for (Sink sink : sinks) {
                if (again && !sink.aggregates()) {
                    duplicates++;
                } else {
                    samples += sink.add(rows, taken);
                }
            }
        }
        if (duplicates > 0) {
            losses.duplicates(collector, duplicates);
        }
        if (limited > 0) {
            losses.limited(collector, limited * sinks.size());
        }
        List<MetricSnapshot> families = new ArrayList<>();
        for (Sink sink : sinks) {
            for (MetricSnapshot family : sink.families(taken)) {
                if (!family.getDataPoints().isEmpty()) {
                    families.add(family);
                }
            }
        }
        return families;
    }

    /** The one of the last result where it fits, as it nearly always does. */
    private synchronized Layout layout(Rows rows) throws CollectException {
        if (lastLayout.isEmpty() || !lastLayout.get().fits(rows)) {
            lastLayout = Optional.of(new Layout(query, columns, rows, constants));
        }
        return lastLayout.get();
    }
}
