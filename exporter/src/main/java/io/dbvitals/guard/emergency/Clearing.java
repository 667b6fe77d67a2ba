package io.dbvitals.guard.emergency;

import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.audit.Pending;
import io.dbvitals.guard.rule.Protection;
import io.dbvitals.guard.session.GuardedServer;
import io.dbvitals.guard.session.GuardedServer.Ending;
import io.dbvitals.guard.session.GuardedServer.Means;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.scrape.CollectException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Who is to be ended in one emergency, and what became of them. */
final class Clearing {
    /** So many before the next look: who came and went meanwhile is seen in time. */
    private static final int BATCH = 10;

    private static final int TRIES = 3;

    /** A backend ends within milliseconds, unless it is where it cannot be interrupted. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final String target;
    private final GuardedServer server;
    private final Protection protection;
    private final Ledger ledger;
    private final Listener listener;
    private final Map<Key, Session> told = new LinkedHashMap<>();
    private final Map<Key, Session> denied = new LinkedHashMap<>();
    private final Map<Key, Integer> tries = new HashMap<>();

    Clearing(String target, GuardedServer server, Protection protection, Ledger ledger, Listener listener) {
        this.target = target;
        this.server = server;
        this.protection = protection;
        this.ledger = ledger;
        this.listener = listener;
    }

    /** A session, whatever it does. */
    record Key(long id, String backend) {
        static Key of(Session session) {
            return new Key(session.id(), session.identity().backend());
        }
    }

    /** Clients that nothing protects. */
    List<Session> unprotected(Snapshot snapshot) {
        return snapshot.clients().stream()
                .filter(session -> protection.reason(session).isEmpty())
                .toList();
    }

    /** Those of them that may yet be ended. */
    List<Session> open(Snapshot snapshot) {
        return unprotected(snapshot).stream()
                .filter(session -> !denied.containsKey(Key.of(session)))
                .filter(session -> tries.getOrDefault(Key.of(session), 0) < TRIES)
                .toList();
    }

    /** Ends the first of them, one by one. */
    void end(List<Session> sessions, BooleanSupplier enough) throws CollectException, AuditException {
        int left = sessions.size();
        for (Session session : sessions.subList(0, Math.min(BATCH, left))) {
            if (enough.getAsBoolean()) {
                return;
            }
            Ending ending = end(session);
            if (ending != Ending.DENIED && ending != Ending.CHANGED && ending != Ending.TIMEOUT) {
                left--;
            }
            listener.ended(session, ending, left);
        }
    }

    private Ending end(Session session) throws CollectException, AuditException {
        Key key = Key.of(session);
        // One that is never still is not ended for what it did a moment ago; it was looked at again since.
        Means means = tries.containsKey(key) ? Means.EVICT : Means.TERMINATE;
        tries.merge(key, 1, Integer::sum);
        Pending pending = ledger.ending(target, session);
        Ending ending;
        try {
            ending = server.end(session, means, PATIENCE);
        } catch (CollectException e) {
            pending.end(Barrier.outcome(e), String.valueOf(e.getMessage()));
            throw e;
        }
        pending.end(AuditOutcome.of(ending), "");
        if (ending == Ending.DENIED) {
            denied.put(key, session);
        } else if (ending == Ending.DONE || ending == Ending.TIMEOUT) {
            told.put(key, session);
        }
        return ending;
    }

    /** Those that were told to end, and are not in the last look. */
    List<Session> ended(Snapshot last) {
        Set<Key> there = new HashSet<>();
        last.sessions().forEach(session -> there.add(Key.of(session)));
        return told.entrySet().stream()
                .filter(each -> !there.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    List<Session> denied() {
        return List.copyOf(denied.values());
    }

    List<EmergencyReport.Spared> spared(Snapshot last) {
        return last.clients().stream()
                .flatMap(session ->
                        protection.reason(session).stream().map(why -> new EmergencyReport.Spared(session, why)))
                .toList();
    }

    List<Session> left(Snapshot last) {
        return unprotected(last).stream()
                .filter(session -> !denied.containsKey(Key.of(session)))
                .toList();
    }
}
