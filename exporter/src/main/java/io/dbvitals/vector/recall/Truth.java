package io.dbvitals.vector.recall;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Transactions.Transaction;
import io.dbvitals.vector.catalog.VectorIndex;
import io.dbvitals.vector.search.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The true nearest neighbours of some values, by which any number of results for the same values can be judged. */
public final class Truth {
    /** A search takes the table as it is; what a role has set against scans of tables counts no more. */
    private static final Map<String, String> NO_INDEX = Map.of(
            "enable_seqscan", "on",
            "enable_sort", "on",
            "enable_indexscan", "off",
            "enable_indexonlyscan", "off",
            "enable_bitmapscan", "off");

    /** Access methods that the planner's settings do not keep away. */
    private static final Map<String, String> ENABLED_BY =
            Map.of("vchordrq", "vchordrq.enable_scan", "vchordg", "vchordg.enable_scan");

    /** So many times k sampled distances show a recall that is a twentieth. */
    private static final int KEPT_PER_K = 20;

    private final Recall.Method method;
    private final int k;
    private final double part;
    private final double[][] nearest;

    private Truth(Recall.Method method, int k, double part, double[][] nearest) {
        this.method = method;
        this.k = k;
        this.part = part;
        this.nearest = nearest;
    }

    /**
     * Finds them for the values of a batch: in one scan of the table where the index is known, else by the user's own statement, once for
     * each. Indexes are not used any more in this transaction.
     *
     * @param part of the table that is looked at, up to 1; does not count for a statement of the user's
     * @param seed of the choice of that part
     * @param end when statements of the user's are given up
     */
    public static Truth find(Transaction transaction, SearchBatch batch, double part, int seed, Deadline end)
            throws CollectException {
        for (Map.Entry<String, String> setting : NO_INDEX.entrySet()) {
            transaction.set(setting.getKey(), setting.getValue());
        }
        Optional<VectorIndex> index = batch.search().found();
        if (index.isEmpty()) {
            return own(batch.run(transaction, end));
        }
        String enabledBy = ENABLED_BY.get(index.get().accessMethod());
        if (enabledBy != null) {
            transaction.set(enabledBy, "off");
        }
        int k = batch.search().k();
        boolean all = part >= 1;
        int kept = all ? k : k * KEPT_PER_K;
        double[][] nearest = new ExactPass(index.get(), kept, part, seed).run(transaction, batch.values());
        return new Truth(all ? Recall.Method.EXACT : Recall.Method.SAMPLED, k, part, nearest);
    }

    private static Truth own(List<Found> exact) {
        double[][] nearest = new double[exact.size()][];
        int k = 0;
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] =
                    numbers(exact.get(i)).stream().mapToDouble(each -> each).toArray();
            k = Math.max(k, nearest[i].length);
        }
        return new Truth(Recall.Method.EXACT, k, 1, nearest);
    }

    public Recall.Method method() {
        return method;
    }

    /** Judges results of the same values in the same order; empty where no value has a neighbour. */
    public Optional<Score> recall(List<Found> results) {
        List<Double> each = new ArrayList<>();
        for (int i = 0; i < nearest.length; i++) {
            if (nearest[i].length > 0) {
                List<Double> found = numbers(results.get(i));
                each.add(
                        method == Recall.Method.EXACT
                                ? Overlap.exact(found, nearest[i])
                                : Overlap.sampled(found, nearest[i], k, part));
            }
        }
        if (each.isEmpty()) {
            return Optional.empty();
        }
        double mean = each.stream().mapToDouble(recall -> recall).average().orElseThrow();
        double worst = each.stream().mapToDouble(recall -> recall).min().orElseThrow();
        return Optional.of(new Score(k, mean, worst, each.size()));
    }

    /** A zero vector has no angle to another: such a row is nobody's neighbour. */
    private static List<Double> numbers(Found found) {
        return found.distances().stream().filter(each -> !Double.isNaN(each)).toList();
    }
}
