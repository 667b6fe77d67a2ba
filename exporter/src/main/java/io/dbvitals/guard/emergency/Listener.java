package io.dbvitals.guard.emergency;

import io.dbvitals.guard.session.GuardedServer.Ending;
import io.dbvitals.guard.session.Session;

/** Is told of an emergency while it goes on, by the thread that carries it out. */
public interface Listener {
    /** Tells nobody. */
    Listener NONE = new Listener() {};

    /** A door was shut, or could not be. */
    default void door(Posture posture) {}

    /** {@code left}: how many are to be ended yet, as of the last look. */
    default void ended(Session session, Ending ending, int left) {}

    /** A door was opened again, or could not be. */
    default void reopened(Reopened reopened) {}
}
