package io.dbvitals.app.diagnosis;

import io.dbvitals.diagnosis.Rung;
import java.util.ArrayList;
import java.util.List;

/**
 * A target and how each of its steps is tried.
 *
 * @param closing what lets go of its connection
 */
record Subject(String target, String kind, String address, List<Rung> rungs, Runnable closing)
        implements AutoCloseable {
    Subject {
        rungs = List.copyOf(rungs);
    }

    @SafeVarargs
    static List<Rung> joined(Rung first, List<Rung>... more) {
        List<Rung> all = new ArrayList<>(List.of(first));
        for (List<Rung> each : more) {
            all.addAll(each);
        }
        return all;
    }

    @Override
    public void close() {
        closing.run();
    }
}
