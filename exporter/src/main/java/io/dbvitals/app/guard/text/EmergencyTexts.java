package io.dbvitals.app.guard.text;

import io.dbvitals.guard.emergency.EmergencyReport;
import io.dbvitals.guard.emergency.Posture;
import io.dbvitals.guard.emergency.Reopened;
import io.dbvitals.guard.session.GuardedServer.Ending;
import io.dbvitals.guard.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An emergency as people read it; nothing in it that a terminal would obey. */
public final class EmergencyTexts {
    private EmergencyTexts() {}

    /** {@code fence: shop is shut to new connections (before: -1)}. */
    public static String door(Posture posture) {
        String door = posture.door().isEmpty() ? "new connections" : Texts.plain(posture.door());
        String why = posture.text().isEmpty() ? "" : ", " + Texts.plain(posture.text());
        return switch (posture.standing()) {
            case SHUT -> "fence: " + door + " is shut to new connections (before: " + posture.former() + ")" + why;
            case FOUND_SHUT -> "fence: " + door + " was shut already" + why;
            case OPEN -> "no fence: " + door + " stays open" + why;
        };
    }

    /** {@code terminate 4242 (app in shop, "web", 10.0.0.7:51234): done}. */
    public static String ended(Session session, Ending ending) {
        return "terminate " + Texts.session(session) + ": "
                + ending.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** {@code shop is open again}. */
    public static String reopened(Reopened reopened) {
        String door = Texts.plain(reopened.shut().door());
        String why = reopened.text().isEmpty() ? "" : ": " + Texts.plain(reopened.text());
        return switch (reopened.result()) {
            case RESTORED ->
                door + " is open again (" + Texts.plain(reopened.shut().former()) + ")" + why;
            case CHANGED -> door + " was left as it is" + why;
            case GONE -> door + " is gone" + why;
            case FAILED -> door + " is STILL SHUT" + why + "; `dbvitals guard restore` opens it";
        };
    }

    /** The outcome, line by line. */
    public static List<String> report(EmergencyReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(report.ended().size() + " sessions ended, " + report.spared().size() + " protected, "
                + report.left().size() + " left, " + report.denied().size() + " denied, in "
                + report.took().toMillis() / 1000.0 + " s");
        report.broken().ifPresent(why -> lines.add("broken off: " + Texts.plain(why)));
        report.missing().forEach(right -> lines.add(Texts.plain(right)));
        report.denied().forEach(session -> lines.add("denied: " + Texts.session(session)));
        report.left().forEach(session -> lines.add("left: " + Texts.session(session)));
        report.prepared()
                .forEach(prepared -> lines.add("a prepared transaction holds its locks: " + Texts.plain(prepared)));
        return lines;
    }
}
