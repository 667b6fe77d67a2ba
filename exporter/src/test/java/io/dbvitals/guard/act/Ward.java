package io.dbvitals.guard.act;

import io.dbvitals.guard.session.GuardedServer;
import io.dbvitals.guard.session.Seen;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A server of a test: it shows what it was told to show, answers as it was told to, and keeps what it was asked. */
final class Ward implements GuardedServer {
    final List<String> asked = new ArrayList<>();
    private final Deque<Snapshot> shown = new ArrayDeque<>();
    private final Deque<Ending> endings = new ArrayDeque<>();
    private boolean free = true;
    private boolean still = true;
    private Optional<Snapshot> gone = Optional.empty();

    /** The next look; the last of them is shown again and again. */
    Ward shows(Seen seen) {
        shown.add(seen.snapshot());
        return this;
    }

    /** To the next request; without an answer left, a request breaks the connection. */
    Ward answers(Ending... next) {
        endings.addAll(List.of(next));
        return this;
    }

    /** Another guard works on it. */
    Ward taken() {
        free = false;
        return this;
    }

    /** By the time that it is claimed, the next look shows what comes next, and not the same once more. */
    Ward changesMeanwhile() {
        still = false;
        return this;
    }

    @Override
    public String address() {
        return "db:5432";
    }

    @Override
    public boolean claim() {
        asked.add("claim");
        if (still) {
            gone.ifPresent(shown::addFirst);
        }
        return free;
    }

    @Override
    public Snapshot look() throws CollectException {
        asked.add("look");
        if (shown.isEmpty()) {
            throw new CollectException(Reason.UNREACHABLE, "db:5432 is gone");
        }
        gone = shown.size() > 1 ? Optional.of(shown.remove()) : Optional.empty();
        return gone.orElseGet(shown::getFirst);
    }

    @Override
    public Ending end(Session session, Means means, Duration wait) throws CollectException {
        asked.add(means + " " + session.id());
        if (endings.isEmpty()) {
            shown.clear();
            throw new CollectException(Reason.UNREACHABLE, "08006", "db:5432 is gone", new IllegalStateException());
        }
        return endings.remove();
    }

    @Override
    public void close() {
        asked.add("close");
    }
}
