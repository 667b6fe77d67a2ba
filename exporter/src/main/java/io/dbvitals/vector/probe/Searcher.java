package io.dbvitals.vector.probe;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Transactions;
import io.dbvitals.sql.Transactions.Transaction;
import io.dbvitals.vector.catalog.VectorIndex;
import io.dbvitals.vector.probe.budget.Cost;
import io.dbvitals.vector.probe.series.Failure;
import io.dbvitals.vector.search.Found;
import io.dbvitals.vector.search.QueryPool;
import io.dbvitals.vector.search.Search;
import io.dbvitals.vector.search.SearchRun;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Searches in one index as often as a round and its allowance have it, in one transaction. */
final class Searcher {
    /** How long a connection is waited for. */
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    /** A stored value may be a zero vector, which cannot be searched for. */
    private static final int TRIES = 8;

    private final Transactions server;
    private final VectorConfig config;
    private final LongSupplier nanoClock;

    Searcher(Transactions server, VectorConfig config, LongSupplier nanoClock) {
        this.server = server;
        this.config = config;
        this.nanoClock = nanoClock;
    }

    /** Empty when all went well or nothing was due. */
    Optional<Failure> round(Subject subject) throws InterruptedException {
        Cost first = subject.drawDue() ? subject.drawing() : next(subject);
        if (subject.waits() || !subject.allowance().covers(first)) {
            return Optional.empty();
        }
        subject.allowance().begin();
        try {
            Optional<Failure> failure = attempt(subject, transaction -> searches(subject, transaction));
            if (failure.equals(Optional.of(Failure.TIMEOUT)) && !subject.drawDue()) {
                // One that no index serves may never end in time; what the planner makes of it is to be seen all the
                // same.
                attempt(subject, transaction -> planned(subject, transaction));
            }
            return failure;
        } finally {
            subject.allowance().end();
        }
    }

    private interface Work {
        Optional<Failure> in(Transaction transaction) throws CollectException;
    }

    private Optional<Failure> attempt(Subject subject, Work work) throws InterruptedException {
        Transactions.Frame frame =
                new Transactions.Frame("vector probe", subject.name().database(), Search.SETTINGS, config.timeout());
        Optional<Failure> failure;
        String code = "";
        try {
            failure =
                    server.inTransaction(frame, Deadline.after(config.timeout().plus(CONNECTING)), work::in);
        } catch (CollectException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            failure = Optional.of(Failure.of(e, subject.own().isPresent()));
            code = e.code();
        }
        if (failure.isPresent()) {
            subject.failed(failure.get(), code);
        }
        return failure;
    }

    private Optional<Failure> searches(Subject subject, Transaction transaction) throws CollectException {
        if (subject.drawDue()) {
            long start = nanoClock.getAsLong();
            QueryPool pool = subject.renew();
            int drawn;
            try {
                drawn = pool.draw(transaction);
            } finally {
                subject.allowance().done(subject.drawing(), nanoClock.getAsLong() - start);
            }
            if (subject.drawn(drawn)) {
                return Optional.empty();
            }
        }
        for (int i = 0; i < config.searches(); i++) {
            if (!subject.allowance().covers(next(subject))) {
                return Optional.empty();
            }
            Optional<String> value = value(subject.pool());
            if (value.isEmpty()) {
                return Optional.of(Failure.NO_SAMPLES);
            }
            search(subject, transaction, value.get());
        }
        return Optional.empty();
    }

    private void search(Subject subject, Transaction transaction, String value) throws CollectException {
        SearchRun run = new SearchRun(subject.search());
        Cost cost = next(subject);
        boolean explains = subject.explainsNext();
        long start = nanoClock.getAsLong();
        try {
            if (explains) {
                subject.series().explained(run.explain(transaction, value));
            } else {
                Found found = run.find(transaction, value);
                subject.series().found(found, tooFew(subject, found));
            }
            subject.searched();
        } catch (CollectException e) {
            if (!Thread.currentThread().isInterrupted()) {
                subject.series().searchFailed(Failure.of(e, subject.own().isPresent()), nanoClock.getAsLong() - start);
            }
            throw e;
        } finally {
            subject.allowance().done(cost, nanoClock.getAsLong() - start);
        }
    }

    private Optional<Failure> planned(Subject subject, Transaction transaction) throws CollectException {
        Optional<String> value = value(subject.pool());
        if (value.isPresent()) {
            subject.series()
                    .planned(new SearchRun(subject.search())
                            .plan(transaction, value.get())
                            .indexUsed());
        }
        return Optional.empty();
    }

    private static Cost next(Subject subject) {
        return subject.explainsNext() ? subject.explaining() : subject.searching();
    }

    private static Optional<String> value(QueryPool pool) {
        Optional<String> value = Optional.empty();
        for (int i = 0; i < TRIES && value.isEmpty(); i++) {
            value = pool.next();
        }
        return value;
    }

    /** Estimates say how many there are; a table that has fewer has no more to give. */
    private static boolean tooFew(Subject subject, Found found) {
        int wanted = subject.search().k();
        return found.distances().size() < wanted
                && subject.latest().map(Searcher::rows).orElse(0.0) >= wanted;
    }

    private static double rows(VectorIndex index) {
        double vectors = index.vectors().orElse((double) index.liveRows());
        return index.predicate().isPresent() || index.liveRows() == 0
                ? vectors
                : Math.min(vectors, (double) index.liveRows());
    }
}
