package io.dbvitals.app.guard.text;

import io.dbvitals.guard.act.Deed;
import io.dbvitals.guard.plan.Finding;
import io.dbvitals.guard.plan.Step;
import io.dbvitals.guard.session.Session;
import java.util.Locale;

/** What the guard finds and does, as people read it; no text of a statement, and nothing that a terminal would obey. */
public final class Texts {
    private Texts() {}

    /** {@code High connection count: 45}. */
    public static String headline(Finding finding) {
        String value = finding.value(finding.value());
        return switch (finding.bounds().measure()) {
            case CONNECTIONS ->
                (finding.bounds().ratio() ? "High part of connections in use: " : "High connection count: ") + value;
            case LOCKS -> "High lock count: " + value;
            case BLOCKED -> "Blocked sessions: " + value;
            case IDLE_IN_TRANSACTION -> "Idle transactions: " + value;
            case LONG_QUERIES -> "Long-running queries: " + value;
            case OWN_FAILURES -> "Failed readings in a row: " + value;
        };
    }

    /** {@code terminate 4242 (app in shop, "web", 10.0.0.7:51234): idle in its transaction for 12m (rule idle_in_transaction)}. */
    public static String step(Step step) {
        return step.action().name().toLowerCase(Locale.ROOT) + " " + session(step.session()) + ": " + step.why()
                + " (rule " + step.rule() + ")";
    }

    /** The same with what came of it. */
    public static String deed(Deed deed) {
        return deed.means() + " " + session(deed.step().session()) + ": "
                + deed.step().why() + " (rule "
                + deed.step().rule() + "): " + deed.outcome().label()
                + (deed.detail().isEmpty() ? "" : ", " + deed.detail());
    }

    /** Who it is. */
    public static String session(Session session) {
        return session.id() + " (" + plain(session.user()) + " in " + plain(session.database()) + ", \""
                + plain(session.application()) + "\", " + plain(session.client()) + ")";
    }

    /** A name that a client chose, without what a terminal takes for a command. */
    public static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? '?' : point)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
