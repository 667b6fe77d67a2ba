package io.dbvitals.guard.plan;

import io.dbvitals.config.guard.GuardConfig.Action;
import io.dbvitals.guard.session.Session;
import java.util.Set;

/**
 * One session that a rule ends.
 *
 * @param rule its name
 * @param why for people
 * @param victims sessions that wait for it
 */
public record Step(String rule, Action action, Session session, String why, Set<Long> victims) {
    public Step {
        victims = Set.copyOf(victims);
    }
}
