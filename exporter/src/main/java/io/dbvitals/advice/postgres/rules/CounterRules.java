package io.dbvitals.advice.postgres.rules;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.postgres.read.Counters;
import io.dbvitals.advice.postgres.read.LockSamples.Seen;
import io.dbvitals.advice.postgres.text.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What counters of one statement show. */
public final class CounterRules {
    private static final double MUCH_TIME = 0.25;
    private static final double OFTEN_PER_SECOND = 100;
    private static final double SHORT_SECONDS = 0.002;
    private static final double PER_TRANSACTION = 10;
    private static final double LOCK_SHARE = 0.3;
    private static final int FEWEST_SAMPLES = 3;
    private static final double UNSTEADY = 3;
    private static final double MISS_SHARE = 0.1;
    private static final double MANY_BLOCKS = 1000;
    private static final double JIT_SHARE = 0.2;
    private static final double BLOCKS_PER_ROW = 10;
    private static final double FEW_ROWS = 1000;

    private final Map<String, Seen> samples;

    /** {@code samples}: what sessions of a statement waited for, by its id. */
    public CounterRules(Map<String, Seen> samples) {
        this.samples = Map.copyOf(samples);
    }

    public List<Advice> of(Case one) {
        List<Advice> found = new ArrayList<>();
        time(one, found);
        Sql sql = Sql.of(one.statement().text()).prepared();
        if (one.notable() && sql.isOfRows()) {
            temporary(one, found);
            unsteady(one, found);
            disk(one, found);
            planning(one, found);
            compiling(one, found);
            offset(one, sql, found);
        }
        often(one, sql, found);
        locks(one, found);
        return found;
    }

    private static void time(Case one, List<Advice> found) {
        if (one.heavy()) {
            Severity severity = one.share() >= MUCH_TIME ? Severity.CRITICAL : Severity.warning(one.share());
            found.add(Draft.of(Rule.TIME_CONSUMER, severity, one)
                    .with("rows per call", one.rowsPerCall(), "rows")
                    .with("blocks per call", one.blocksPerCall(), "blocks")
                    .gains("all advice on this statement counts for this share of the time")
                    .advise(
                            "Start here: this statement takes much of all the time that statements take.",
                            "its mean is below 20 ms, or its share below 5 % of all time"));
        }
    }

    private static void temporary(Case one, List<Advice> found) {
        double written = one.statement().counter(Counters.TEMP_WRITTEN);
        if (written > 0) {
            found.add(Draft.of(Rule.DISK_TEMPORARY, Severity.warning(one.share()), one)
                    .with("temporary blocks written per call", one.statement().perCall(Counters.TEMP_WRITTEN), "blocks")
                    .advise(
                            "It sorts or hashes more than fits into work_mem, and writes temporary files. First give"
                                    + " its ORDER BY or GROUP BY an index, and select fewer columns or rows; only then"
                                    + " raise work_mem, for its role or session alone.",
                            "it writes no temporary blocks"));
        }
    }

    private static void unsteady(Case one, List<Advice> found) {
        if (one.statement().calls() >= Case.FEW_CALLS && one.deviation() > UNSTEADY) {
            found.add(Draft.of(Rule.UNSTABLE_TIME, Severity.LOW, one)
                    .with("standard deviation", one.deviation(), "means")
                    .advise(
                            "Some of its runs take much longer than most: values with many rows, a cache that is cold,"
                                    + " or waiting for locks. See whether " + Rule.LOCK_WAITS.id()
                                    + " is found too, and log runs beyond three means by"
                                    + " auto_explain.log_min_duration.",
                            "the standard deviation of its time is at most 3 means"));
        }
    }

    private static void disk(Case one, List<Advice> found) {
        double read = one.statement().perCall(Counters.READ);
        double missed = one.blocksPerCall() > 0 ? read / one.blocksPerCall() : 0;
        if (missed > MISS_SHARE && one.blocksPerCall() > MANY_BLOCKS) {
            found.add(Draft.of(Rule.DISK_READS, Severity.LOW, one)
                    .with("blocks per call", one.blocksPerCall(), "blocks")
                    .percent("blocks not in the cache", missed)
                    .advise(
                            "It reads many blocks that the cache does not hold. Let it read fewer, by an index or a"
                                    + " narrower range; a larger shared_buffers comes last.",
                            "it reads at most 1000 blocks per call, or finds 90 % of them in the cache"));
        }
    }

    private static void planning(Case one, List<Advice> found) {
        double planning = one.statement().counter(Counters.PLANNING);
        if (planning > one.statement().seconds() && one.statement().calls() >= Case.FEW_CALLS) {
            found.add(Draft.of(Rule.PLANNING_TIME, Severity.LOW, one)
                    .with("mean time of planning", one.statement().perCall(Counters.PLANNING) * 1000, "ms")
                    .advise(
                            "Planning takes longer than running. Use prepared statements (server-side, on a connection"
                                    + " that is kept), and fewer partitions and joins.",
                            "planning takes less time than running"));
        }
    }

    private static void compiling(Case one, List<Advice> found) {
        double jit = one.statement().counter(Counters.JIT);
        if (jit > JIT_SHARE * one.statement().seconds()) {
            found.add(Draft.of(Rule.JIT_TIME, Severity.LOW, one)
                    .percent("time of compiling", jit / one.statement().seconds())
                    .saves(one, Math.min(1, jit / one.statement().seconds()), "")
                    .advise(
                            "Compiling its plan takes much of its time. Raise jit_above_cost above this plan's cost,"
                                    + " or set jit = off for the role.",
                            "compiling takes at most 20 % of its time"));
        }
    }

    /** What is thrown away is not counted; the blocks that are touched for the rows that are sent show it. */
    private static void offset(Case one, Sql sql, List<Advice> found) {
        boolean far = one.rowsPerCall() <= FEW_ROWS
                && one.blocksPerCall() >= MANY_BLOCKS
                && one.blocksPerCall() > BLOCKS_PER_ROW * one.rowsPerCall();
        if (far && sql.verb().equals("select") && sql.has("offset")) {
            found.add(Draft.of(Rule.DEEP_OFFSET, Severity.warning(one.share()), one)
                    .with("rows per call", one.rowsPerCall(), "rows")
                    .with("blocks per call", one.blocksPerCall(), "blocks")
                    .advise(
                            "OFFSET reads rows to throw them away, more for each page. Page by key: WHERE (key) > (last"
                                    + " key of the page before) ORDER BY key LIMIT n, with an index on the key.",
                            "it touches at most 10 blocks for each row that it sends, or has no OFFSET"));
        }
    }

    private static void often(Case one, Sql sql, List<Advice> found) {
        double perSecond = one.window()
                .seconds()
                .map(seconds -> one.statement().calls() / seconds)
                .orElse(0.0);
        double transactions = one.window()
                .server()
                .getOrDefault(Counters.TRANSACTIONS + one.statement().database(), 0.0);
        double perTransaction = one.statement().calls() / Math.max(1, transactions);
        if (sql.verb().equals("select")
                && perSecond > OFTEN_PER_SECOND
                && one.mean() < SHORT_SECONDS
                && perTransaction >= PER_TRANSACTION) {
            found.add(Draft.of(Rule.N_PLUS_ONE, Severity.warning(one.share()), one)
                    .with("calls per second", perSecond, "")
                    .with("calls per transaction", perTransaction, "")
                    .advise(
                            "A short statement runs many times in each transaction: one for each row of another. Read"
                                    + " the rows at once, by a join or = ANY ($1); with an ORM by a fetch join or a"
                                    + " batch size.",
                            "it runs less than 10 times per transaction, or less than 100 times a second"));
        }
    }

    private void locks(Case one, List<Advice> found) {
        Seen seen = samples.getOrDefault(one.statement().id(), new Seen(0, 0));
        if (seen.active() >= FEWEST_SAMPLES && seen.share() > LOCK_SHARE) {
            found.add(Draft.of(Rule.LOCK_WAITS, Severity.warning(one.share()), one)
                    .with("samples", seen.active(), "")
                    .percent("samples that wait for a lock", seen.share())
                    .saves(one, seen.share(), ", by the samples")
                    .advise(
                            "Its sessions wait for locks of others. Shorten the transactions that hold them, change"
                                    + " rows in the same order everywhere, and set lock_timeout for the role.",
                            "at most 30 % of the samples of it wait for a lock"));
        }
    }
}
