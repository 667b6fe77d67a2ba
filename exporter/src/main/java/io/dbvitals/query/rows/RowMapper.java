package io.dbvitals.query.rows;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the rows of a result into whole families, within limits. */
public final class RowMapper {
    private final Layouts layouts;
    private final Limits limits;
    private final Losses losses;
    private Optional<Layout> lastLayout = Optional.empty();

    public RowMapper(Layouts layouts, Limits limits, Losses losses) {
        this.layouts = layouts;
        this.limits = limits;
        this.losses = losses;
    }

    /** Lays out results; asked again when the columns of a result are not those of the last one. */
    public interface Layouts {
        Layout over(Rows rows) throws CollectException;
    }

    /**
     * How much of a result is taken.
     *
     * @param topKeep how many rows, where the layout has a column by which the largest are kept
     */
    public record Limits(int rows, int series, int topKeep) {}

    /** Told of samples that the result had and the page will not have. */
    public interface Losses {
        /** Two rows had the same labels; the first was kept. */
        void duplicates(int samples);

        /** A limit on rows or series was reached. */
        void limited(int samples);
    }

    public List<MetricSnapshot> map(Rows rows) throws CollectException {
        Layout layout = layout(rows);
        List<Sink> sinks = layout.sinks();
        Top top = Top.of(rows, layout.topIndex(), limits.topKeep());
        RowLabels taken = new RowLabels();
        int duplicates = 0;
        int limited = 0;
        int samples = 0;
        int read = 0;
        while (rows.next()) {
            // The largest rows may come last, so only those that top keeps count as read.
            if (!top.keeps(rows) || ++read > limits.rows() || samples >= limits.series()) {
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
            losses.duplicates(duplicates);
        }
        if (limited > 0) {
            losses.limited(limited * sinks.size());
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
            lastLayout = Optional.of(layouts.over(rows));
        }
        return lastLayout.get();
    }
}
