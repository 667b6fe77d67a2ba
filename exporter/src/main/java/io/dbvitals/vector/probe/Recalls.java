package io.dbvitals.vector.probe;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Transactions;
import io.dbvitals.vector.catalog.IndexName;
import io.dbvitals.vector.catalog.VectorIndex;
import io.dbvitals.vector.recall.Recall;
import io.dbvitals.vector.recall.RecallMeter;
import io.dbvitals.vector.search.Search;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the recall of one index after the other, of each every few minutes; what of that costs a scan the meter decides. */
final class Recalls implements Background.Work {
    private static final Logger logger = LoggerFactory.getLogger(Recalls.class);

    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration LATEST_FIRST = Duration.ofMinutes(1);
    /** Until an index that was found meanwhile is seen. */
    private static final Duration LOOK = Duration.ofSeconds(10);
    /** How long a connection is waited for, beside the statements. */
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    private final Transactions server;
    private final Roster roster;
    private final VectorConfig.Recall settings;
    private final Duration interval;
    private final RandomGenerator random;
    private final LongSupplier nanoClock;
    private final Map<IndexName, Measured> measured = new HashMap<>();

    Recalls(
            Transactions server,
            Roster roster,
            VectorConfig config,
            VectorConfig.Recall settings,
            RandomGenerator random,
            LongSupplier nanoClock) {
        this.server = server;
        this.roster = roster;
        this.settings = settings;
        this.interval = config.interval();
        this.random = random;
        this.nanoClock = nanoClock;
    }

    /** One index's meter, and when it is its turn. */
    private static final class Measured {
        private final Search search;
        private final RecallMeter meter;
        private Optional<Reason> failing = Optional.empty();
        private long dueAtNanos;

        private Measured(Search search, RecallMeter meter, long dueAtNanos) {
            this.search = search;
            this.meter = meter;
            this.dueAtNanos = dueAtNanos;
        }
    }

    /** After some rounds, and not of all servers at once. */
    @Override
    public Duration first() {
        Duration rounds = interval.multipliedBy(4);
        return part(rounds.compareTo(LATEST_FIRST) < 0 ? rounds : LATEST_FIRST);
    }

    /** One index at most: between two of them searches have their turn. */
    @Override
    public Duration run() throws InterruptedException {
        Set<IndexName> known = new HashSet<>();
        long soonest = LOOK.toNanos();
        for (Subject subject : roster.all()) {
            known.add(subject.name());
            Measured mine = of(subject);
            if (subject.isLost()) {
                // What is searched there is the truth itself.
                subject.series().recalled(Optional.empty());
            } else if (!subject.waits()) {
                long wait = mine.dueAtNanos - nanoClock.getAsLong();
                if (wait <= 0) {
                    mine.dueAtNanos = nanoClock.getAsLong() + EVERY.toNanos();
                    measure(subject, mine);
                    return Duration.ZERO;
                }
                soonest = Math.min(soonest, wait);
            }
        }
        measured.keySet().retainAll(known);
        return Duration.ofNanos(soonest);
    }

    private Measured of(Subject subject) {
        Search search = subject.search();
        Measured before = measured.get(subject.name());
        if (before != null && before.search.sql().equals(search.sql())) {
            return before;
        }
        Measured mine = new Measured(search, RecallMeter.of(search, settings, random), nanoClock.getAsLong());
        measured.put(subject.name(), mine);
        return mine;
    }

    private void measure(Subject subject, Measured mine) throws InterruptedException {
        Deadline deadline = Deadline.after(settings.timeout().multipliedBy(2).plus(CONNECTING));
        Optional<VectorIndex> latest = subject.latest();
        try {
            Recall recall = latest.isPresent()
                    ? mine.meter.measure(server, latest.get(), deadline)
                    : mine.meter.measure(server, deadline);
            subject.series().recalled(Optional.of(recall));
            subject.series().scanned(recall.queries());
            mine.failing = Optional.empty();
        } catch (CollectException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            if (!mine.failing.equals(Optional.of(e.reason()))) {
                logger.warn(
                        "recall of {} cannot be measured: {}{}",
                        subject.name(),
                        e.reason().label(),
                        e.code().isEmpty() ? "" : " (SQLSTATE " + e.code() + ")");
                mine.failing = Optional.of(e.reason());
            }
        }
    }

    private Duration part(Duration whole) {
        return Duration.ofNanos(Math.round(whole.toNanos() * random.nextDouble()));
    }
}
