package io.dbvitals.advice.mysql.rule;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Evidence;
import io.dbvitals.advice.Gain;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.Statement;
import io.dbvitals.advice.mysql.digest.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules that the counters of a digest prove by themselves. */
final class CounterRules {
    private static final double CALLS = 100;
    private static final double SLOW_SECONDS = 0.020;
    private static final double SHARE = 0.05;
    private static final double GREAT_SHARE = 0.25;
    private static final double DISK_PART = 0.25;
    private static final double CALLS_PER_SECOND = 100;
    private static final double QUICK_SECONDS = 0.002;
    private static final double CALLS_PER_TRANSACTION = 10;
    private static final double LOCK_PART = 0.3;
    /** Below it, most of a short statement's time is its opening of tables, which counts as a lock too. */
    private static final double LOCK_SECONDS = 0.001;

    /** One alone may be chance. */
    private static final int WAITING_SAMPLES = 2;

    private static final double P99_FACTOR = 20;
    private static final double ERROR_PART = 0.01;
    /** So many have to fail before one speaks of a part. */
    private static final double ERRORS = 5;
    /** Below so much of all time nothing would be gained. */
    private static final double NOTICEABLE_SHARE = 0.01;

    private CounterRules() {}

    static Optional<Advice> timeConsumer(Suspect suspect) {
        if (suspect.statement().calls() < CALLS || suspect.mean() < SLOW_SECONDS || suspect.share() < SHARE) {
            return Optional.empty();
        }
        return suspect.counted(
                Rule.TIME_CONSUMER,
                suspect.share() >= GREAT_SHARE ? Severity.CRITICAL : Severity.MEDIUM,
                List.of(suspect.shareOfTime(), suspect.meanTime(), suspect.calls()),
                "start here: of all statements this one takes much of the time; what else is said of it comes first",
                suspect.saves(1),
                "it takes less than 5 % of the time, or less than 20 ms on average");
    }

    static Optional<Advice> diskTemporary(Suspect suspect) {
        double onDisk = suspect.statement().counter(Counters.DISK_TEMPORARY);
        double part = onDisk / Math.max(1, suspect.statement().counter(Counters.TEMPORARY));
        if (onDisk == 0 || part <= DISK_PART || suspect.share() < NOTICEABLE_SHARE) {
            return Optional.empty();
        }
        return suspect.explained(
                Rule.DISK_TEMPORARY,
                suspect.warning(),
                List.of(
                        new Evidence("temporary tables on disk", onDisk, ""),
                        new Evidence("of all its temporary tables", Math.min(1, part) * 100, "%"),
                        suspect.calls()),
                "give GROUP BY, ORDER BY or DISTINCT an index in whose order rows can be read; else select fewer and"
                        + " shorter columns (TEXT and BLOB go to disk at once); only then raise tmp_table_size together with"
                        + " max_heap_table_size",
                Gain.of("writing and reading back of " + Math.round(onDisk) + " temporary tables"),
                "at most a quarter of its temporary tables are on disk");
    }

    static Optional<Advice> bigSort(Suspect suspect) {
        if (suspect.perCall(Counters.MERGE_PASSES) <= 1) {
            return Optional.empty();
        }
        return suspect.explained(
                Rule.BIG_SORT,
                Severity.LOW,
                List.of(
                        new Evidence("merge passes per call", suspect.perCall(Counters.MERGE_PASSES), ""),
                        new Evidence("rows sorted per call", suspect.perCall(Counters.SORTED), "rows"),
                        suspect.calls()),
                "read the rows in the order of an index on the columns of ORDER BY, or sort fewer of them: with a LIMIT, and"
                        + " without columns that nobody needs",
                Gain.of("the passes of the sort over the disk"),
                "a sort takes one merge pass at most");
    }

    /** MySQL counts no statements by transaction: where all ends itself by autocommit, that part of the evidence is missing. */
    static Optional<Advice> nPlusOne(Suspect suspect) {
        Optional<Double> rate =
                suspect.window().seconds().map(seconds -> suspect.statement().calls() / seconds);
        if (rate.isEmpty()
                || rate.get() <= CALLS_PER_SECOND
                || suspect.mean() >= QUICK_SECONDS
                || !suspect.reads()
                || !suspect.says("\\bfrom\\b.*\\bwhere\\b")) {
            return Optional.empty();
        }
        double transactions = suspect.window().server().getOrDefault(Counters.TRANSACTIONS, 0.0);
        double perTransaction = suspect.statement().calls() / Math.max(1, transactions);
        if (perTransaction < CALLS_PER_TRANSACTION) {
            return Optional.empty();
        }
        List<Evidence> evidence = new ArrayList<>(List.of(
                new Evidence("calls per second", rate.get(), ""),
                suspect.meanTime(),
                new Evidence("rows per call", suspect.perCall(Statement.ROWS), "rows")));
        if (transactions > 0) {
            evidence.add(new Evidence("calls per transaction", perTransaction, ""));
        }
        return suspect.counted(
                Rule.N_PLUS_ONE,
                suspect.warning(),
                evidence,
                "it looks like one query for each row of another: fetch the rows with a join, or many keys at a time with IN",
                suspect.saves(1 - 1 / CALLS_PER_TRANSACTION),
                "it runs at most 100 times a second, or fewer than ten times per transaction");
    }

    /** The counter has waits for tables, and for rows in MySQL only; the samples have those for rows. */
    static Optional<Advice> lockWaits(Suspect suspect) {
        double seconds = suspect.perCall(Counters.LOCK_SECONDS);
        double counted = seconds < LOCK_SECONDS
                ? 0
                : suspect.statement().counter(Counters.LOCK_SECONDS)
                        / Math.max(1e-9, suspect.statement().seconds());
        double sampled = suspect.waits().waiting() < WAITING_SAMPLES
                ? 0
                : suspect.waits().part();
        double part = Math.min(1, Math.max(counted, sampled));
        if (part <= LOCK_PART) {
            return Optional.empty();
        }
        List<Evidence> evidence = new ArrayList<>(List.of(
                new Evidence("time in locks", part * 100, "%"),
                new Evidence("lock time per call", seconds * 1000, "ms"),
                suspect.calls()));
        if (sampled > 0) {
            evidence.add(new Evidence(
                    "samples that waited for a row", suspect.waits().waiting(), ""));
        }
        return suspect.counted(
                Rule.LOCK_WAITS,
                suspect.warning(),
                evidence,
                "it waits for others, not for itself: shorten the transactions that change the same rows, change rows in one"
                        + " order everywhere, and index the conditions of those changes, which lock what they read",
                suspect.saves(part),
                "locks take less than 30 % of its time");
    }

    static Optional<Advice> unstableTime(Suspect suspect) {
        if (suspect.p99().isEmpty()
                || suspect.statement().calls() < CALLS
                || suspect.p99().get() <= P99_FACTOR * suspect.mean()) {
            return Optional.empty();
        }
        return suspect.counted(
                Rule.UNSTABLE_TIME,
                Severity.LOW,
                List.of(
                        new Evidence("99th percentile", suspect.p99().get() * 1000, "ms"),
                        suspect.meanTime(),
                        suspect.calls()),
                "one run in a hundred takes more than twenty times as long: values with many more rows than others, or waits;"
                        + " compare with lock-waits",
                Gain.of("the slowest runs"),
                "the 99th percentile is at most twenty times the mean");
    }

    static Optional<Advice> failing(Suspect suspect) {
        double errors = suspect.statement().counter(Counters.ERRORS);
        if (errors < ERRORS || errors / suspect.statement().calls() <= ERROR_PART) {
            return Optional.empty();
        }
        return suspect.counted(
                Rule.FAILING,
                Severity.MEDIUM,
                List.of(
                        new Evidence("errors", errors, ""),
                        new Evidence(
                                "of its calls", errors / suspect.statement().calls() * 100, "%")),
                "see the application's log for the error, and mend the statement: deadlocks and lock timeouts have to be tried"
                        + " again, duplicates want INSERT … ON DUPLICATE KEY UPDATE",
                suspect.saves(errors / suspect.statement().calls()),
                "at most 1 % of its calls fail");
    }
}
