package io.dbvitals.app.guard;

import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.GuardConfig.Action;
import io.dbvitals.guard.act.Deed;
import io.dbvitals.guard.act.Round;
import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.plan.Plan;
import io.dbvitals.guard.plan.Planner;
import io.dbvitals.guard.plan.Step;
import io.dbvitals.guard.session.Seen;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Rounds of a guard that has met one idle transaction, for tests of what is told of them. */
public final class GuardRound {
    private GuardRound() {}

    /** Families of a guard that has met all that it counts, at the 100th second. */
    public static GuardFamilies counted() {
        GuardFamilies families = new GuardFamilies(() -> 100_000);
        families.count(of("primary", AuditOutcome.DONE));
        return families;
    }

    static Answer of(String target, AuditOutcome... outcomes) {
        Snapshot seen = new Seen()
                .session(1, State.IDLE_IN_TRANSACTION, Duration.ofHours(1))
                .snapshot();
        Plan plan = new Planner(GuardConfig.OFF, true).plan(seen);
        Step step =
                new Step("idle_in_transaction", Action.TERMINATE, seen.clients().get(0), "idle", Set.of());
        List<Deed> deeds = Stream.of(outcomes)
                .map(outcome -> new Deed(step, "terminate", outcome, ""))
                .toList();
        return new Answer(
                target, "postgres", Optional.of(new Round(target, plan, seen, deeds, List.of(), Optional.empty())), "");
    }
}
