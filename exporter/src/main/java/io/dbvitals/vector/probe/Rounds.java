package io.dbvitals.vector.probe;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.vector.probe.series.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round after the other: looks now and then what there is, and searches in all of it. */
final class Rounds implements Background.Work {
    private static final Logger logger = LoggerFactory.getLogger(Rounds.class);

    /** Between two looks at the catalogs: as long as so many rounds, and no longer than this. */
    private static final int ROUNDS = 20;

    private static final Duration DISCOVERY = Duration.ofMinutes(5);
    /** Between two tries at a server that cannot be reached, unless the rounds themselves are rarer. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    /** So much shorter or longer is a wait. */
    private static final double JITTER = 0.1;

    private final Discovery discovery;
    private final Searcher searcher;
    private final Roster roster;
    private final Duration interval;
    private final Duration discoveryEvery;
    private final RandomGenerator random;
    private final LongSupplier nanoClock;
    private OptionalLong discoveredAtNanos = OptionalLong.empty();
    private int unreachable;

    Rounds(
            Discovery discovery,
            Searcher searcher,
            Roster roster,
            VectorConfig config,
            RandomGenerator random,
            LongSupplier nanoClock) {
        this.discovery = discovery;
        this.searcher = searcher;
        this.roster = roster;
        this.interval = config.interval();
        this.discoveryEvery = shorter(interval.multipliedBy(ROUNDS), DISCOVERY);
        this.random = random;
        this.nanoClock = nanoClock;
    }

    @Override
    public Duration run() throws InterruptedException {
        boolean reached = discover() && searchAll();
        unreachable = reached ? 0 : unreachable + 1;
        return jittered(pause());
    }

    private boolean discover() throws InterruptedException {
        if (discoveredAtNanos.isPresent()
                && nanoClock.getAsLong() - discoveredAtNanos.getAsLong() < discoveryEvery.toNanos()) {
            return true;
        }
        try {
            discovery.look(roster);
            discoveredAtNanos = OptionalLong.of(nanoClock.getAsLong());
            return true;
        } catch (CollectException e) {
            if (unreachable == 0) {
                logger.warn("vector probe: {}", e.getMessage());
            }
            roster.all().forEach(subject -> subject.failed(Failure.of(e, false), e.code()));
            return false;
        }
    }

    /** Whether one database could be reached, if there is any. */
    private boolean searchAll() throws InterruptedException {
        boolean one = roster.all().isEmpty();
        for (List<Subject> subjects : roster.byDatabase().values()) {
            one |= search(subjects);
        }
        return one;
    }

    /** Whether the database could be reached. */
    private boolean search(List<Subject> subjects) throws InterruptedException {
        boolean reached = true;
        for (Subject subject : subjects) {
            if (!reached) {
                subject.failed(Failure.UNREACHABLE, "");
                continue;
            }
            Optional<Failure> failure = searcher.round(subject);
            reached = !failure.equals(Optional.of(Failure.UNREACHABLE));
            if (subject.isLost() && failure.equals(Optional.of(Failure.GONE))) {
                roster.forget(subject);
            }
        }
        return reached;
    }

    private Duration pause() {
        long factor = 1L << Math.min(unreachable, 10);
        Duration longest = interval.compareTo(LONGEST_WAIT) > 0 ? interval : LONGEST_WAIT;
        return shorter(interval.multipliedBy(factor), longest);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Duration jittered(Duration pause) {
        return Duration.ofNanos(Math.round(pause.toNanos() * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    }
}
