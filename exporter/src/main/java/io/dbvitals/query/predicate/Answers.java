package io.dbvitals.query.predicate;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** What predicates answered in the databases of one server: queries that ask the same in the same database ask once. */
public final class Answers {
    private final Map<Asked, Slot> slots = new ConcurrentHashMap<>();
    private final LongSupplier nanoClock;

    public Answers() {
        this(System::nanoTime);
    }

    Answers(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** What is asked, and where. */
    public record Asked(String database, String sql) {}

    /** Asks the server. */
    public interface Question {
        boolean ask() throws CollectException, InterruptedException;
    }

    /**
     * The last answer while it is younger than the ttl, or a new one; a failure is nobody's answer but the asker's.
     *
     * @param ttl zero: asked every time
     * @param until how long the answer to the same question of another query is waited for
     */
    public boolean holds(Asked asked, Duration ttl, Deadline until, Question question)
            throws CollectException, InterruptedException {
        if (ttl.isZero()) {
            return question.ask();
        }
        Slot slot = slots.computeIfAbsent(asked, key -> new Slot());
        Optional<Boolean> known = slot.youngerThan(ttl, nanoClock.getAsLong());
        if (known.isPresent()) {
            return known.get();
        }
        // Who waits here holds no connection, so the one who asks can have one.
        if (!slot.turn.tryLock(until.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new CollectException(
                    Reason.TIMEOUT,
                    "no time was left while another query asked the same predicate in " + asked.database());
        }
        try {
            known = slot.youngerThan(ttl, nanoClock.getAsLong());
            if (known.isPresent()) {
                return known.get();
            }
            boolean holds = question.ask();
            slot.last = Optional.of(new Answer(holds, nanoClock.getAsLong()));
            return holds;
        } finally {
            slot.turn.unlock();
        }
    }

    private record Answer(boolean holds, long atNanos) {}

    private static final class Slot {
        private final ReentrantLock turn = new ReentrantLock();
        private volatile Optional<Answer> last = Optional.empty();

        Optional<Boolean> youngerThan(Duration ttl, long nowNanos) {
            return last.filter(answer -> nowNanos - answer.atNanos() < ttl.toNanos())
                    .map(Answer::holds);
        }
    }
}
