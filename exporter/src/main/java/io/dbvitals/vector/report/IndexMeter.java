package io.dbvitals.vector.report;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Transactions;
import io.dbvitals.sql.Transactions.Transaction;
import io.dbvitals.vector.catalog.VectorIndex;
import io.dbvitals.vector.recall.Recall;
import io.dbvitals.vector.recall.SearchBatch;
import io.dbvitals.vector.recall.Truth;
import io.dbvitals.vector.search.Found;
import io.dbvitals.vector.search.Plan;
import io.dbvitals.vector.search.QueryPool;
import io.dbvitals.vector.search.Search;
import io.dbvitals.vector.search.SearchRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Measures an index for a report: the same searches under several values of its setting, and their true neighbours once. */
public final class IndexMeter {
    private final Transactions server;
    private final Extent extent;
    private final RandomGenerator random;

    public IndexMeter(Transactions server, Extent extent, RandomGenerator random) {
        this.server = server;
        this.extent = extent;
        this.random = random;
    }

    /**
     * How much is measured.
     *
     * @param k neighbours asked for
     * @param searches under each value of the setting
     * @param recalled of them; 0: recall is not measured
     * @param timeout of one statement
     * @param maxTableBytes a larger table is sampled for recall
     */
    public record Extent(int k, int searches, int recalled, Duration timeout, long maxTableBytes) {}

    /** What is known before anything is measured. */
    private record Start(IndexFacts facts, SearchBatch batch, Optional<Plan> plan, Optional<SearchSetting> setting) {}

    /** Never fails because of one index: what could not be measured is absent, and the report says why. */
    public IndexReport measure(VectorIndex index, Deadline deadline) throws InterruptedException {
        Optional<Start> start = Optional.empty();
        List<Measured> measured = new ArrayList<>();
        boolean sampled = false;
        String problem = "";
        try {
            Search search = Search.in(index, extent.k(), extent.searches());
            start = Optional.of(
                    server.inTransaction(frame(index), deadline, transaction -> begin(transaction, index, search)));
            if (start.get().batch().values().isEmpty()) {
                problem =
                        index.readable() ? "there is nothing to search for: no vector was found" : "it may not be read";
            } else {
                Map<Optional<Integer>, List<Found>> results = searches(index, start.get(), deadline);
                Optional<Truth> truth = Optional.empty();
                try {
                    truth = extent.recalled() == 0 ? truth : Optional.of(truth(index, start.get(), deadline));
                } catch (CollectException e) {
                    problem = "recall could not be measured: " + e.getMessage();
                }
                sampled = truth.map(each -> each.method() == Recall.Method.SAMPLED)
                        .orElse(false);
                measured.addAll(judged(start.get(), results, truth));
            }
        } catch (CollectException e) {
            problem = String.valueOf(e.getMessage());
        }
        return new IndexReport(
                index,
                extent.k(),
                start.map(Start::facts),
                start.flatMap(Start::plan),
                start.flatMap(Start::setting),
                measured,
                sampled,
                problem);
    }

    private Start begin(Transaction transaction, VectorIndex index, Search search) throws CollectException {
        IndexFacts facts = IndexFacts.read(index, transaction);
        QueryPool pool = new QueryPool(search, random);
        if (index.readable()) {
            pool.draw(transaction);
        }
        SearchBatch batch = new SearchBatch(search, pool.several(extent.searches()));
        if (batch.values().isEmpty()) {
            return new Start(facts, batch, Optional.empty(), Optional.empty());
        }
        Plan plan = new SearchRun(search).explain(transaction, batch.values().get(0));
        // Read after the first search, which has made the extension known to the session.
        return new Start(facts, batch, Optional.of(plan), SearchSetting.of(index, facts, extent.k(), transaction));
    }

    /** By the value of the setting, ascending. */
    private Map<Optional<Integer>, List<Found>> searches(VectorIndex index, Start start, Deadline deadline)
            throws CollectException, InterruptedException {
        Map<Optional<Integer>, List<Found>> results =
                new TreeMap<>((one, other) -> Integer.compare(one.orElse(0), other.orElse(0)));
        List<Optional<Integer>> values = start.setting().isEmpty()
                ? List.of(Optional.empty())
                : start.setting().get().tried().stream().map(Optional::of).toList();
        // Neither a cold cache nor our own first steps shall count for the value that is tried first.
        server.inTransaction(
                frame(index), deadline, transaction -> start.batch().run(transaction, deadline));
        for (Optional<Integer> value : values) {
            List<Found> found = server.inTransaction(frame(index), deadline, transaction -> {
                if (value.isPresent()) {
                    transaction.set(
                            start.setting().orElseThrow().name(), value.get().toString());
                }
                return start.batch().run(transaction, deadline);
            });
            results.put(value, found);
        }
        return results;
    }

    private Truth truth(VectorIndex index, Start start, Deadline deadline)
            throws CollectException, InterruptedException {
        SearchBatch recalled = new SearchBatch(
                start.batch().search(),
                start.batch().values().stream().limit(extent.recalled()).toList());
        double part = Math.min(1, extent.maxTableBytes() / (double) Math.max(1, index.tableBytes()));
        return server.inTransaction(
                frame(index),
                deadline,
                transaction -> Truth.find(transaction, recalled, part, random.nextInt(1 << 16), deadline));
    }

    private List<Measured> judged(Start start, Map<Optional<Integer>, List<Found>> results, Optional<Truth> truth) {
        List<Measured> measured = new ArrayList<>();
        results.forEach((value, found) -> measured.add(new Measured(
                value,
                value.isEmpty() || value.get() == start.setting().orElseThrow().current(),
                found.stream().map(Found::took).toList(),
                truth.flatMap(known -> known.recall(
                                found.stream().limit(extent.recalled()).toList()))
                        .map(score -> new Measured.Accuracy(score.mean(), score.worst())),
                found.stream()
                        .mapToInt(each -> each.distances().size())
                        .average()
                        .orElse(0))));
        return measured;
    }

    private Transactions.Frame frame(VectorIndex index) {
        return new Transactions.Frame(
                "report of " + index.name().qualified(), index.name().database(), Search.SETTINGS, extent.timeout());
    }
}
