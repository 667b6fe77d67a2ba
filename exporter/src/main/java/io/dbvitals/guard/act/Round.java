package io.dbvitals.guard.act;

import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.plan.Plan;
import io.dbvitals.guard.session.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * What one look at one server has shown, and what was done then.
 *
 * @param plan as of the first look
 * @param seen in the first look
 * @param deeds in their order; empty in a dry run
 * @param troubles why not all could be seen or done, one line each with its remedy
 * @param yielded why it was left to somebody else; empty: it was not
 */
public record Round(
        String target, Plan plan, Snapshot seen, List<Deed> deeds, List<String> troubles, Optional<String> yielded) {
    public Round {
        deeds = List.copyOf(deeds);
        troubles = List.copyOf(troubles);
    }

    /** Whether a limit kept something from being done. */
    public boolean capped() {
        return deeds.stream().anyMatch(deed -> deed.outcome() == AuditOutcome.CAPPED);
    }

    /** Whether a right was missing, or anything else stood in the way. */
    public boolean troubled() {
        return !troubles.isEmpty()
                || deeds.stream().anyMatch(deed -> switch (deed.outcome()) {
                    case DENIED, TIMEOUT, FAILED -> true;
                    case DONE, GONE, CHANGED, CAPPED -> false;
                });
    }
}
