package io.dbvitals.guard.session;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server at one moment.
 *
 * @param sessions all that it shows, those of clients and others
 * @param maxConnections that clients without special rights can have
 * @param locks held and awaited
 * @param maxLocks that it has room for; 0: no bound is known
 * @param prepared prepared transactions, oldest first, one line for people each
 * @param missingToSee rights without which not everything is seen, each with its remedy
 * @param missingToEnd rights without which not every session can be ended, each with its remedy
 */
public record Snapshot(
        List<Session> sessions,
        Waits waits,
        int maxConnections,
        long locks,
        long maxLocks,
        List<String> prepared,
        List<String> missingToSee,
        List<String> missingToEnd) {
    public Snapshot {
        sessions = List.copyOf(sessions);
        prepared = List.copyOf(prepared);
        missingToSee = List.copyOf(missingToSee);
        missingToEnd = List.copyOf(missingToEnd);
    }

    /** All rights that are missing. */
    public List<String> missing() {
        return Stream.concat(missingToSee.stream(), missingToEnd.stream()).toList();
    }

    /** Those of clients. */
    public List<Session> clients() {
        return sessions.stream()
                .filter(session -> !session.has(Trait.NO_CLIENT))
                .toList();
    }

    /** The session with that id. */
    public Optional<Session> session(long id) {
        return sessions.stream().filter(session -> session.id() == id).findFirst();
    }
}
