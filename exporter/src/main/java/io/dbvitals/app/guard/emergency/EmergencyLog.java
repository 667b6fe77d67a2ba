package io.dbvitals.app.guard.emergency;

import io.dbvitals.app.guard.text.EmergencyTexts;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.guard.emergency.EmergencyReport;
import io.dbvitals.guard.emergency.Listener;
import io.dbvitals.guard.emergency.Posture;
import io.dbvitals.guard.emergency.Reopened;
import io.dbvitals.guard.session.GuardedServer.Ending;
import io.dbvitals.guard.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log how an emergency goes. */
public final class EmergencyLog implements Listener {
    private static final Logger logger = LoggerFactory.getLogger(EmergencyLog.class);

    private final String target;

    public EmergencyLog(String target) {
        this.target = target;
    }

    @Override
    public void door(Posture posture) {
        if (posture.standing() == Posture.Standing.OPEN) {
            logger.warn("{}: {}", target, EmergencyTexts.door(posture));
        } else {
            logger.info("{}: {}", target, EmergencyTexts.door(posture));
        }
    }

    @Override
    public void ended(Session session, Ending ending, int left) {
        logger.info("{}: {}", target, EmergencyTexts.ended(session, ending));
    }

    @Override
    public void reopened(Reopened reopened) {
        say(reopened);
    }

    public static void say(Reopened reopened) {
        if (reopened.result() == Reopened.Result.FAILED) {
            logger.error("{}: {}", reopened.shut().target(), EmergencyTexts.reopened(reopened));
        } else {
            logger.info("{}: {}", reopened.shut().target(), EmergencyTexts.reopened(reopened));
        }
    }

    public static void say(Cleared cleared) {
        if (cleared.report().isEmpty()) {
            logger.error("{}: {}", cleared.target(), Texts.plain(cleared.failure()));
            return;
        }
        EmergencyReport report = cleared.report().get();
        String said = String.join("; ", cleared.lines());
        if (report.cleared() && report.restored() && cleared.fenced()) {
            logger.warn("{}: {}", cleared.target(), said);
        } else {
            logger.error("{}: {}", cleared.target(), said);
        }
    }
}
