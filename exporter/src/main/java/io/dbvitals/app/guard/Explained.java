package io.dbvitals.app.guard;

import io.dbvitals.guard.rule.Verdict;
import io.dbvitals.guard.session.Session;
import java.util.List;
import java.util.Map;

/**
 * What the rules make of the sessions of one target.
 *
 * @param failure why it could not be asked; empty where it could
 * @param missing rights, each with its remedy
 */
public record Explained(String target, String failure, List<String> missing, List<Judged> sessions) {
    public Explained {
        missing = List.copyOf(missing);
        sessions = List.copyOf(sessions);
    }

    /**
     * A session of a client.
     *
     * @param verdicts by the name of the rule, in the order of the rules
     */
    public record Judged(Session session, Map<String, Verdict> verdicts) {}
}
