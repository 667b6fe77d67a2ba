package io.dbvitals.query.rows;

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
public final class StateSetSink implements Sink {
    private final List<String> states;
    private final int index;
    private final MetricMetadata name;
    private final List<StateSetDataPointSnapshot> points = new ArrayList<>();

    public StateSetSink(List<String> states, int index, MetricMetadata name) {
        this.states = List.copyOf(states);
        this.index = index;
        this.name = name;
    }

    @Override
    public int add(Rows rows, RowLabels taken) throws CollectException {
        String state = rows.text(index);
        if (rows.wasNull()) {
            return 0;
        }
        if (!states.contains(state)) {
            throw new CollectException(
                    Reason.BAD_DATA,
                    "column " + rows.columnName(index) + " holds a state that is not one of " + states);
        }
        StateSetDataPointSnapshot.Builder point =
                StateSetSnapshot.StateSetDataPointSnapshot.builder().labels(taken.last());
        for (String each : states) {
            point.state(each, each.equals(state));
        }
        points.add(point.build());
        return states.size();
    }

    @Override
    public List<MetricSnapshot> families(RowLabels taken) {
        return List.of(new StateSetSnapshot(name, points));
    }
}
