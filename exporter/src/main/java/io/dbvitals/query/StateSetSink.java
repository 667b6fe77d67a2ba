package io.dbvitals.query;

import io.dbvitals.query.Column.Use;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Rows;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;

/** One of several states a row, each a series that is 1 or 0. */
final class StateSetSink implements Sink {
    private final Use.StateSet use;
    private final int index;
    private final MetricMetadata name;
    private final List<StateSetDataPointSnapshot> points = new ArrayList<>();

    StateSetSink(Use.StateSet use, int index, MetricMetadata name) {
        this.use = use;
        this.index = index;
        this.name = name;
    }

    @Override
    public int add(Rows rows, RowLabels taken) throws CollectException {
        String state = rows.text(index);
        if (rows.wasNull()) {
            return 0;
        }
        if (!use.states().contains(state)) {
            throw new CollectException(
                    Reason.BAD_DATA,
                    "column " + rows.columnName(index) + " holds a state that is not one of " + use.states());
        }
        StateSetDataPointSnapshot.Builder point =
                StateSetSnapshot.StateSetDataPointSnapshot.builder().labels(taken.last());
        for (String each : use.states()) {
            point.state(each, each.equals(state));
        }
        points.add(point.build());
        return use.states().size();
    }

    @Override
    public List<MetricSnapshot> families(RowLabels taken) {
        return List.of(new StateSetSnapshot(name, points));
    }
}
