package io.dbvitals.app.health;

import io.dbvitals.app.guard.Answer;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.guard.plan.Finding;
import io.dbvitals.health.score.Bounds;
import io.dbvitals.health.score.Measure;
import io.dbvitals.health.score.Unit;
import io.dbvitals.health.score.Vital;
import java.util.List;
import java.util.Optional;

/** The sessions of a server as a component: each rule of {@code guard.rules} is a figure. */
final class Sessions {
    private static final String NAME = "sessions";
    private static final int WEIGHT = 15;
    /** Below so much of the warning nothing is lost. */
    private static final double GOOD = 0.6;

    private Sessions() {}

    static Vital vital(Answer answer) {
        if (answer.round().isEmpty()) {
            return Vital.unknown(NAME, WEIGHT, answer.failure());
        }
        List<Measure> measures = answer.round().get().plan().findings().stream()
                .map(Sessions::measure)
                .toList();
        Vital vital = measures.isEmpty()
                ? Vital.notApplicable(NAME, WEIGHT, "not applicable: guard.rules has no rule for them")
                : Vital.of(NAME, WEIGHT, measures);
        List<String> troubles = answer.round().get().troubles();
        return troubles.isEmpty() ? vital : vital.butUnknown(String.join("; ", troubles));
    }

    private static Measure measure(Finding finding) {
        double warning = finding.bounds().warning();
        double critical = Math.max(warning, finding.bounds().critical());
        return new Measure(
                finding.what(),
                finding.value(),
                finding.bounds().ratio() ? Unit.RATIO : Unit.COUNT,
                new Bounds(Math.min(warning, warning * GOOD), warning, critical));
    }

    static Optional<Vital> notInTime(TargetConfig target) {
        boolean has = target.source() instanceof TargetConfig.Postgres || target.source() instanceof MySqlConfig;
        return has
                ? Optional.of(Vital.unknown(NAME, WEIGHT, "its sessions could not be looked at in time"))
                : Optional.empty();
    }

    static Optional<Vital> seenElsewhere() {
        return Optional.of(Vital.notApplicable(
                NAME, WEIGHT, "not applicable: those of its server are told at another target of it"));
    }

    static Vital notWatched() {
        return Vital.notApplicable(NAME, WEIGHT, "not applicable: guard.targets leaves it out");
    }
}
