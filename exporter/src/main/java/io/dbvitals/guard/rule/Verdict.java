package io.dbvitals.guard.rule;

/**
 * What a rule makes of a session.
 *
 * @param counts whether it is one of those that the rule counts
 * @param mayEnd whether it would be ended, were there too many
 * @param why for people
 */
public record Verdict(boolean counts, boolean mayEnd, String why) {
    static Verdict out(String why) {
        return new Verdict(false, false, why);
    }

    static Verdict spared(String why) {
        return new Verdict(true, false, why);
    }

    static Verdict in(String why) {
        return new Verdict(true, true, why);
    }
}
