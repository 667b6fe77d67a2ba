package io.dbvitals.guard.plan;

import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.guard.session.Snapshot;
import java.util.List;

/** What a planner with the standard rules makes of sessions when a person asks for it. */
final class Asked {
    private Asked() {}

    static Planner asked() {
        return new Planner(GuardConfig.OFF, true);
    }

    static List<Long> ended(Snapshot snapshot) {
        return asked().plan(snapshot).steps().stream()
                .map(step -> step.session().id())
                .toList();
    }

    static String why(long id, String rule, Snapshot snapshot) {
        return asked().explain(snapshot)
                .apply(snapshot.session(id).orElseThrow())
                .get(rule)
                .why();
    }
}
