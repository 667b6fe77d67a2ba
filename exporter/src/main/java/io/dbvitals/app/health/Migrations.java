package io.dbvitals.app.health;

import io.dbvitals.health.score.Bounds;
import io.dbvitals.health.score.Measure;
import io.dbvitals.health.score.Unit;
import io.dbvitals.health.score.Vital;
import io.dbvitals.migration.Found;
import io.dbvitals.migration.state.Trouble;
import java.util.List;

/** The migrations of a database as a component: those that failed, or are locked or dirty. Which are pending only their files say. */
final class Migrations {
    private static final String NAME = "migrations";
    private static final int WEIGHT = 5;

    private Migrations() {}

    /** Tables that may not be read are no fault of the database: they are named, and take no part. */
    static Vital vital(Found found) {
        if (found.states().isEmpty()) {
            return Vital.notApplicable(
                    NAME,
                    WEIGHT,
                    found.unread().isEmpty()
                            ? "not applicable: there is no table of a migration tool"
                            : "not applicable: its tables may not be read");
        }
        double troubles = found.states().stream()
                .flatMap(state -> state.troubles().stream())
                .filter(trouble -> trouble.kind() != Trouble.Kind.HEADS)
                .count();
        Measure measure = new Measure("failed or locked migrations", troubles, Unit.COUNT, Bounds.warningAt(1));
        return Vital.of(NAME, WEIGHT, List.of(measure));
    }

    static Vital unread(String why) {
        return Vital.unknown(NAME, WEIGHT, why);
    }
}
