package io.dbvitals.guard.session;

import io.dbvitals.guard.session.Session.Identity;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Waits.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Sessions as a server might show them, for tests of what is made of them. */
public final class Seen {
    private final List<Session> sessions = new ArrayList<>();
    private final List<Wait> waits = new ArrayList<>();
    private long locks;

    /** A session of {@code app} in {@code shop} that has been at it for so long. */
    public Seen session(long id, State state, Duration since, Trait... traits) {
        return session(id, state, since, "app", "shop", "web", traits);
    }

    public Seen session(
            long id, State state, Duration since, String user, String database, String application, Trait... traits) {
        sessions.add(new Session(
                id,
                new Identity("b" + id, "", "", state.name()),
                state,
                user,
                database,
                application,
                "10.0.0.1:" + id,
                "",
                since,
                since,
                since,
                "",
                "",
                Set.of(traits)));
        return this;
    }

    /** The same session, but of another backend, as one is that has come by its id since. */
    public static Session withBackend(Session session, String backend) {
        Identity seen = session.identity();
        return new Session(
                session.id(),
                new Identity(backend, seen.transaction(), seen.statement(), seen.state()),
                session.state(),
                session.user(),
                session.database(),
                session.application(),
                session.client(),
                session.waitsFor(),
                session.sinceState(),
                session.sinceTransaction(),
                session.sinceStatement(),
                session.statement(),
                session.queryId(),
                session.traits());
    }

    /** One that waits for another's lock. */
    public Seen waiter(long id, long blocker, Duration since) {
        Session idle = new Session(
                id,
                new Identity("b" + id, "", "", "active"),
                State.ACTIVE,
                "app",
                "shop",
                "web",
                "local",
                "Lock:transactionid",
                since,
                since,
                since,
                "UPDATE",
                "",
                Set.of());
        sessions.add(idle);
        waits.add(new Wait(id, blocker, since));
        return this;
    }

    public Seen locks(long number) {
        locks = number;
        return this;
    }

    public Snapshot snapshot() {
        return new Snapshot(sessions, new Waits(waits), 100, locks, 6400, List.of(), List.of(), List.of());
    }
}
