package io.dbvitals.query.rows;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All info columns of one name: a family whose value is 1 and whose labels are the columns. */
public final class InfoSink implements Sink {
    private final MetricMetadata name;
    private final List<Part> parts;
    private final List<InfoDataPointSnapshot> points = new ArrayList<>();
    private final Set<Labels> seen = new HashSet<>();

    public InfoSink(MetricMetadata name, List<Part> parts) {
        this.name = name;
        this.parts = parts;
    }

    /** A label and the column of the result that it is read from. */
    public record Part(String label, int index) {}

    @Override
    public boolean aggregates() {
        return true;
    }

    @Override
    public int add(Rows rows, RowLabels taken) throws CollectException {
        Labels.Builder all = Labels.builder();
        taken.last().forEach(label -> all.label(label.getName(), label.getValue()));
        for (Part part : parts) {
            all.label(part.label(), rows.text(part.index()));
        }
        Labels whole = all.build();
        if (!seen.add(whole)) {
            return 0;
        }
        points.add(new InfoDataPointSnapshot(whole));
        return 1;
    }

    @Override
    public List<MetricSnapshot> families(RowLabels taken) {
        return List.of(new InfoSnapshot(name, points));
    }
}
