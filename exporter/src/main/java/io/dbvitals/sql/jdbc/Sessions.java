package io.dbvitals.sql.jdbc;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one server, over all its databases, under one hard cap. A pool per database, as connection pools have it, cannot
 * keep a cap over all of them: see RATIONALE.md.
 */
final class Sessions {
    private final String address;
    private final int cap;
    private final Semaphore permits;
    private final Deque<Session> idle = new ArrayDeque<>();
    private int open;
    private boolean closed;
    private long keptFromNanos = System.nanoTime();

    Sessions(String address, int cap) {
        this.address = address;
        this.cap = cap;
        this.permits = new Semaphore(cap, true);
    }

    int open() {
        synchronized (idle) {
            return open;
        }
    }

    /**
     * A session that is the caller's until {@link #giveBack} or {@link #discard}.
     *
     * @param fresh whether it must be a new one
     */
    Session take(String database, boolean fresh, Deadline deadline, SessionOpener opener)
            throws CollectException, InterruptedException {
        if (!permits.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            throw noneFree();
        }
        boolean taken = false;
        try {
            Session session = fresh ? null : takeIdle(database);
            if (session == null) {
                makeRoom(deadline);
                boolean opened = false;
                try {
                    session = opener.open(database);
                    opened = true;
                } finally {
                    if (!opened) {
                        closedOne();
                    }
                }
            }
            taken = true;
            return session;
        } finally {
            if (!taken) {
                permits.release();
            }
        }
    }

    void giveBack(Session session) {
        boolean keep;
        synchronized (idle) {
            keep = !closed && session.openedNanos() - keptFromNanos >= 0;
            if (keep) {
                session.keep();
                idle.addFirst(session);
                idle.notifyAll();
            }
        }
        if (!keep) {
            session.close();
            closedOne();
        }
        permits.release();
    }

    /** Ends a session that is no longer to be trusted. */
    void discard(Session session, boolean cancel) {
        try {
            if (cancel) {
                session.cancelAndClose();
            } else {
                session.close();
            }
        } finally {
            closedOne();
            permits.release();
        }
    }

    /** Ends all idle sessions: after a restart of the server none of them is alive. */
    void closeIdle() {
        List<Session> ended;
        synchronized (idle) {
            ended = new ArrayList<>(idle);
            idle.clear();
        }
        for (Session session : ended) {
            session.close();
            closedOne();
        }
    }

    /** Ends the idle sessions now and those in use when they come back; opens others as they are needed. */
    void reopen() {
        synchronized (idle) {
            keptFromNanos = System.nanoTime();
        }
        closeIdle();
    }

    /** Ends the idle sessions now and those in use when they come back, and opens no others. */
    void close() {
        synchronized (idle) {
            closed = true;
        }
        closeIdle();
    }

    private @Nullable Session takeIdle(String database) {
        synchronized (idle) {
            for (Iterator<Session> sessions = idle.iterator(); sessions.hasNext(); ) {
                Session session = sessions.next();
                if (session.serves(database)) {
                    sessions.remove();
                    return session;
                }
            }
            return null;
        }
    }

    /** Counts one more open connection; where the cap is reached, the one that has been idle longest ends first. */
    private void makeRoom(Deadline deadline) throws CollectException, InterruptedException {
        Session evicted;
        synchronized (idle) {
            // Another thread is closing idle ones: until that is done they are open on the server.
            while (!closed && open >= cap && idle.isEmpty()) {
                if (deadline.passed()) {
                    throw noneFree();
                }
                idle.wait(deadline.remaining().toMillis() + 1);
            }
            if (closed) {
                throw new CollectException(Reason.UNREACHABLE, address + " is no longer a target");
            }
            evicted = open >= cap ? idle.pollLast() : null;
            if (evicted == null) {
                open++;
            }
        }
        if (evicted != null) {
            evicted.close();
        }
    }

    private CollectException noneFree() {
        return new CollectException(
                Reason.TIMEOUT, "no free connection to " + address + " in time; all " + cap + " are in use");
    }

    private void closedOne() {
        synchronized (idle) {
            open--;
            idle.notifyAll();
        }
    }
}
