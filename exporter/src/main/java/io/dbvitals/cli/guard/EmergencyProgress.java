package io.dbvitals.cli.guard;

import io.dbvitals.app.guard.text.EmergencyTexts;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.cli.terminal.ProgressLine;
import io.dbvitals.guard.emergency.Listener;
import io.dbvitals.guard.emergency.Posture;
import io.dbvitals.guard.emergency.Reopened;
import io.dbvitals.guard.session.GuardedServer.Ending;
import io.dbvitals.guard.session.Session;
import java.io.PrintWriter;

/** Shows an emergency while it goes on: a line for each door and session, and on a terminal how many are left. */
final class EmergencyProgress implements Listener {
    private final String target;
    private final PrintWriter out;
    private final ProgressLine line;
    private int done;

    EmergencyProgress(String target, PrintWriter out, PrintWriter err) {
        this.target = Texts.plain(target);
        this.out = out;
        this.line = ProgressLine.on(err);
    }

    @Override
    public void door(Posture posture) {
        say(EmergencyTexts.door(posture));
    }

    @Override
    public void ended(Session session, Ending ending, int left) {
        say(EmergencyTexts.ended(session, ending));
        done++;
        line.show(left + " to be ended", done, done + left);
    }

    @Override
    public void reopened(Reopened reopened) {
        say(EmergencyTexts.reopened(reopened));
    }

    private void say(String text) {
        line.clear();
        out.println(target + ": " + text);
        out.flush();
    }
}
