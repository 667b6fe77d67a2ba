package io.dbvitals.guard.mysql;

import io.dbvitals.guard.session.GuardedServer.Means;
import io.dbvitals.guard.session.Session;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Control;
import java.util.List;

/** The statements in which MariaDB and MySQL differ. */
interface Dialect {
    /**
     * All sessions, with the columns of {@link SessionRow}.
     *
     * @param attributes whether the server knows how clients call themselves
     */
    String sessions(boolean attributes);

    /** Waiter, blocker, how many seconds the waiter has waited, for locks on rows; only what is certain, see {@link Waits}. */
    String rowWaits();

    /** What is to be found under an id: backend, statement and state, as in {@link Session.Identity}. */
    String here();

    /**
     * Tells the server to end it, if it is still what was seen; to evict it, if it is still the same session.
     *
     * @return whether it was
     */
    boolean kill(Control control, Session session, Means means) throws CollectException;

    /** What managed services have in place of KILL. */
    String managed(Session session, Means means);

    /** The right to end sessions of others. */
    String adminRight();

    /** What is found under the id of a session, and how it compares. */
    enum There {
        GONE,
        /** Another session. */
        OTHER,
        /** The session, but no longer at that statement. */
        AT_ELSE,
        SAME
    }

    /** Looks for a session. */
    default There there(Control control, Session session) throws CollectException {
        Session.Identity seen = session.identity();
        return control.read(here(), List.of(session.id()), rows -> {
            if (!rows.next()) {
                return There.GONE;
            }
            if (!rows.text(0).equals(seen.backend())) {
                return There.OTHER;
            }
            return rows.text(1).equals(seen.statement()) && rows.text(2).equals(seen.state())
                    ? There.SAME
                    : There.AT_ELSE;
        });
    }
}
