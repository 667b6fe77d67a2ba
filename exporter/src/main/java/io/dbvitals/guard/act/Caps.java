package io.dbvitals.guard.act;

import io.dbvitals.config.guard.GuardConfig.Limits;
import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.plan.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The limits of one round. */
final class Caps {
    private final Limits limits;
    private final AuditLog audit;
    private final String target;
    private final Map<String, Integer> byUser = new HashMap<>();
    private int done;

    Caps(Limits limits, AuditLog audit, String target) {
        this.limits = limits;
        this.audit = audit;
        this.target = target;
    }

    /** Why nothing more is done in this round; empty: more may be. */
    Optional<String> reached() throws AuditException {
        if (done >= limits.perRound()) {
            return Optional.of("the limit of " + limits.perRound() + " actions in a round is reached");
        }
        return audit.lastHour(target) >= limits.perHour()
                ? Optional.of("the limit of " + limits.perHour() + " actions in an hour is reached")
                : Optional.empty();
    }

    /** Why that session is left; empty: it may be ended. */
    Optional<String> reached(Step step) {
        return byUser.getOrDefault(step.session().user(), 0) >= limits.perUser()
                ? Optional.of("the limit of " + limits.perUser()
                        + " actions in a round against the sessions of one user is" + " reached")
                : Optional.empty();
    }

    void count(Step step) {
        done++;
        byUser.merge(step.session().user(), 1, Integer::sum);
    }
}
