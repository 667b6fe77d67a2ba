package io.dbvitals.guard.session;

import io.dbvitals.scrape.CollectException;
import java.time.Duration;

/** A server whose sessions are looked at and, one by one, ended. It has one connection of its own, which stays open. */
public interface GuardedServer extends AutoCloseable {
    /** {@code host:port}. */
    String address();

    /**
     * Makes sure that no other guard works on this server at the same time; it holds until {@link #release} or {@link #close}, or until the connection is lost.
     *
     * @return whether this one is the only one
     */
    boolean claim() throws CollectException;

    /** Leaves the server to the next guard, after a {@link #claim}; nothing happens without one. */
    default void release() throws CollectException {}

    /** Looks at all sessions. */
    Snapshot look() throws CollectException;

    /**
     * Ends a statement or a session, if it is still the very one that was seen, doing what it did.
     *
     * @param wait for a session to be gone
     */
    Ending end(Session session, Means means, Duration wait) throws CollectException;

    /** What lets clients in; asked over the same connection. */
    default Doors doors() {
        return Doors.NONE;
    }

    @Override
    void close();

    /** How. */
    enum Means {
        /** The statement ends; the session stays. */
        CANCEL,
        TERMINATE,
        /** The session ends, whatever it does by now, if it is only the same one. */
        EVICT
    }

    /** What came of it. */
    enum Ending {
        /** The statement or the session has ended. */
        DONE,
        /** The session was gone by itself. */
        GONE,
        /** The session did something else by then, or is another with the same id; nothing was done. */
        CHANGED,
        /** The right for it is missing. */
        DENIED,
        /** It was told to end, and was still there after the wait. */
        TIMEOUT
    }
}
