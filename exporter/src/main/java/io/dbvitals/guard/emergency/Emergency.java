package io.dbvitals.guard.emergency;

import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.emergency.fence.FenceException;
import io.dbvitals.guard.emergency.fence.FenceFile;
import io.dbvitals.guard.rule.Protection;
import io.dbvitals.guard.session.GuardedServer;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears a server of its clients, those apart who are protected: shuts the doors, ends sessions until a look shows none, and opens the
 * doors again. Limits on the number of actions do not count here; the audit log does.
 */
public final class Emergency {
    private static final Logger logger = LoggerFactory.getLogger(Emergency.class);

    /** A client that was let in just before the door was shut shows up within this. */
    private static final long LATECOMERS_MILLIS = 200;

    private final Protection protection;
    private final AuditLog log;
    private final Path fenceFile;
    private final Duration longest;
    private final CountDownLatch cut = new CountDownLatch(1);

    /**
     * Nothing happens before {@link #run}.
     *
     * @param fenceFile where it is kept what is shut
     * @param longest that sessions are ended for; opening the doors comes on top
     */
    public Emergency(Protection protection, AuditLog log, Path fenceFile, Duration longest) {
        this.protection = protection;
        this.log = log;
        this.fenceFile = fenceFile;
        this.longest = longest;
    }

    /** Lets it end after the session at hand, from another thread; the doors are opened as always. */
    public void cut() {
        cut.countDown();
    }

    /**
     * Clears that server. Where the doors cannot be shut it goes on without, and ends only those who were there at the beginning.
     *
     * @param server may be connected already, and stays so
     * @throws CollectException when the server cannot be looked at to begin with: nothing was done
     * @throws AuditException when that it begins cannot be put on record: nothing was done
     * @throws FenceException when another emergency is under way, or what is shut could not be kept in mind: nothing was done
     */
    public EmergencyReport run(Order order, GuardedServer server, Listener listener)
            throws CollectException, AuditException, FenceException {
        long begun = System.nanoTime();
        Snapshot first = server.look();
        Ledger ledger = new Ledger(log, order.actor(), "emergency");
        try (FenceFile file = FenceFile.take(fenceFile)) {
            // One that is not understood would have to be overwritten.
            file.read();
            ledger.event("emergency", order.target(), "begins");
            Barrier barrier = new Barrier(file, ledger, order.doors(), listener);
            Clearing clearing = new Clearing(order.target(), server, protection, ledger, listener);
            Course course = new Course(server, clearing, barrier, first);
            Optional<String> broken;
            List<Reopened> reopened;
            // What waits for a file or a server gives up at once in a thread that is interrupted; the doors must not
            // stay shut for it.
            boolean interrupted = Thread.interrupted();
            try {
                broken = course.broken(Deadline.after(longest));
                interrupted |= Thread.interrupted();
                if (broken.isPresent()) {
                    course.lookAgain();
                }
            } finally {
                interrupted |= Thread.interrupted();
                reopened = barrier.open();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            return report(order, clearing, barrier, course.last, reopened, broken, begun);
        }
    }

    private static EmergencyReport report(
            Order order,
            Clearing clearing,
            Barrier barrier,
            Snapshot last,
            List<Reopened> reopened,
            Optional<String> broken,
            long begun) {
        return new EmergencyReport(
                order.target(),
                clearing.ended(last),
                clearing.spared(last),
                clearing.left(last),
                clearing.denied(),
                barrier.postures(),
                reopened,
                last.prepared(),
                last.missing(),
                broken,
                Duration.ofNanos(System.nanoTime() - begun));
    }

    /** Look, shut, end; and again. */
    private final class Course {
        private final GuardedServer server;
        private final Clearing clearing;
        private final Barrier barrier;
        private final Set<Clearing.Key> first = new HashSet<>();
        private Snapshot last;

        Course(GuardedServer server, Clearing clearing, Barrier barrier, Snapshot begin) {
            this.server = server;
            this.clearing = clearing;
            this.barrier = barrier;
            this.last = begin;
            begin.sessions().forEach(session -> first.add(Clearing.Key.of(session)));
        }

        /** Why it was broken off; empty: it went to its end. */
        Optional<String> broken(Deadline deadline) {
            try {
                return toEnd(deadline);
            } catch (CollectException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            } catch (AuditException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of("it was interrupted");
            }
        }

        /** What is there in the end, when it was broken off before a look; the last look where that fails too. */
        void lookAgain() {
            try {
                last = server.look();
            } catch (CollectException e) {
                logger.warn("{}: what is left is as of the last look: {}", server.address(), e.getMessage());
            }
        }

        private Optional<String> toEnd(Deadline deadline)
                throws CollectException, AuditException, InterruptedException {
            boolean seenNone = false;
            while (true) {
                List<Session> open = open();
                if (open.isEmpty() && (seenNone || !barrier.stands())) {
                    return Optional.empty();
                }
                seenNone = open.isEmpty();
                if (deadline.passed()) {
                    return Optional.of("time is up, after " + longest.toSeconds() + " s");
                }
                if (seenNone ? cut.await(LATECOMERS_MILLIS, TimeUnit.MILLISECONDS) : cut.getCount() == 0) {
                    return Optional.of("it was cut short");
                }
                barrier.shut(open.stream().map(Session::database).collect(Collectors.toSet()));
                clearing.end(open, () -> deadline.passed() || cut.getCount() == 0);
                last = server.look();
            }
        }

        private List<Session> open() {
            return clearing.open(last).stream()
                    // Where no door is shut they come back faster than they are ended.
                    .filter(session -> barrier.mayBar(session.database()) || first.contains(Clearing.Key.of(session)))
                    .toList();
        }
    }
}
