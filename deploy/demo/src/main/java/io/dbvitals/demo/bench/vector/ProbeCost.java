package io.dbvitals.demo.bench.vector;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Page;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What searching in indexes costs the server between scrapes, and what measuring recall does. */
final class ProbeCost {
    /** The default interval between rounds. */
    static final Duration ROUND = Duration.ofSeconds(15);

    /** The default part of the time that the searches in one index may take. */
    static final double MAX_LOAD = 0.01;

    private static final String USED = "pg_vector_probe_index_used";
    private static final String SEARCHES = "pg_vector_probe_duration_seconds_count";
    private static final String SECONDS = "pg_vector_probe_duration_seconds_sum";
    private static final String RECALL = "pg_vector_probe_recall_ratio";
    private static final String RECALL_SECONDS = "pg_vector_probe_recall_duration_seconds";
    private static final String TRUTH = "/* dbvitals vector truth */";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final int indexes;
    private final CountDownLatch never = new CountDownLatch(1);

    ProbeCost(int indexes) {
        this.indexes = indexes;
    }

    /** Some rounds in which nobody scrapes, from when all indexes are known: the role's statements are those of the searches. */
    void measureSearches(Reader reader, int rounds, Table table) throws DemoException, InterruptedException {
        Page first = await(reader, USED);
        Cost before = reader.cost();
        long start = System.nanoTime();
        pause(ROUND.multipliedBy(rounds));
        Cost cost = reader.cost().since(before);
        double wall = (System.nanoTime() - start) / 1e6;
        Page last = reader.page();
        double all = (double) rounds * indexes;
        double searches = sum(last, SEARCHES) - sum(first, SEARCHES);

        table.add("indexes that the searches use", "indexes_used", 0, List.of(sum(last, USED)));
        table.add("searches per round and index", "searches_per_round", 1, List.of(searches / all));
        table.add(
                "mean time of a search as the client sees it, ms",
                "search_ms",
                2,
                List.of(1_000 * (sum(last, SECONDS) - sum(first, SECONDS)) / searches));
        table.add("statements per round and index", "probe_statements_per_round", 1, List.of(cost.calls() / all));
        table.add(
                "database time per round and index, ms",
                "probe_database_ms_per_round",
                2,
                List.of(cost.millis() / all));
        double share = cost.millis() / wall / indexes;
        table.add("database time of an index, % of the wall time", "probe_load_percent", 4, List.of(100 * share));
        table.add("the same, % of max_load", "probe_load_of_max_percent", 1, List.of(100 * share / MAX_LOAD));
        table.add(
                "database time of all indexes, % of the wall time",
                "probe_load_all_percent", 2, List.of(100 * share * indexes));
    }

    /** The first measurement of each index, which finds the exact neighbours. */
    void measureRecall(Reader reader, Table table) throws DemoException, InterruptedException {
        Page page = await(reader, RECALL);
        Cost truth = reader.cost(TRUTH);
        table.add("recall, mean", "recall_ratio", 3, List.of(sum(page, RECALL) / indexes));
        table.add(
                "exact statements per index and measurement of recall",
                "recall_exact_statements",
                1,
                List.of((double) truth.calls() / indexes));
        table.add("their database time, ms", "recall_exact_ms", 1, List.of(truth.millis() / indexes));
        table.add(
                "the whole measurement as the client sees it, ms",
                "recall_ms",
                1,
                List.of(1_000 * sum(page, RECALL_SECONDS) / indexes));
    }

    /** The first page that has this metric of all indexes. */
    private Page await(Reader reader, String metric) throws DemoException, InterruptedException {
        long start = System.nanoTime();
        Page page = reader.page();
        while (page.samples(metric).size() < indexes) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new DemoException("there are " + page.samples(metric).size() + " of " + indexes + " " + metric
                        + " on the page:\n" + reader.tail());
            }
            pause(Duration.ofSeconds(2));
            page = reader.page();
        }
        return page;
    }

    private void pause(Duration duration) throws InterruptedException {
        boolean unused = never.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static double sum(Page page, String metric) {
        Collection<Double> values = page.samples(metric).values();
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }
}
