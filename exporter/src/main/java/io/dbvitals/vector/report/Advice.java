package io.dbvitals.vector.report;

import io.dbvitals.vector.catalog.VectorIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the figures of a report ask for. The thresholds are those of the alert rules. */
final class Advice {
    private static final double GOOD_RECALL = 0.95;
    private static final double LOW_RECALL = 0.90;
    private static final double PERFECT_RECALL = 0.99;
    private static final double MANY_DEAD = 0.10;
    private static final double BLOATED = 1.6;
    /** Below, reading the whole table is what a planner should do. */
    private static final double SMALL_TABLE = 10_000;

    private Advice() {}

    static List<String> on(IndexReport report) {
        List<String> advice = new ArrayList<>();
        VectorIndex index = report.index();
        String name = index.name().qualified();
        if (!index.valid()) {
            advice.add(
                    "the index is invalid: no search uses it and every write pays for it. REINDEX INDEX CONCURRENTLY "
                            + name + ", or DROP INDEX it");
            return advice;
        }
        if (!index.readable()) {
            advice.add("GRANT SELECT (" + index.column() + ") ON " + index.relation()
                    + " TO the monitoring user, so that searches can be measured");
            return advice;
        }
        boolean unused = report.plan().map(plan -> !plan.indexUsed()).orElse(false);
        if (unused && large(index)) {
            advice.add(
                    "the planner does not use the index for " + index.operator()
                            + ": ANALYZE the table, and see whether enable_indexscan, costs or row-level security stand in its way");
        }
        recall(report).ifPresent(advice::add);
        boolean graph = index.accessMethod().equals("hnsw");
        if (report.deadRatio() > MANY_DEAD) {
            advice.add(String.format(
                    Locale.ROOT,
                    "%.0f %% of the rows are dead, and take places among the candidates: %sVACUUM %s",
                    100 * report.deadRatio(),
                    graph ? "REINDEX INDEX CONCURRENTLY " + name + ", which makes the vacuum short, then " : "",
                    index.relation()));
        }
        report.bloat()
                .filter(ratio -> ratio > BLOATED)
                .ifPresent(ratio -> advice.add(String.format(
                        Locale.ROOT,
                        "the index is %.1f times as large as it need be: REINDEX INDEX CONCURRENTLY %s",
                        ratio,
                        name)));
        report.facts()
                .filter(facts -> facts.sharedBuffersBytes() > 0 && facts.indexBytes() > facts.sharedBuffersBytes())
                .ifPresent(facts -> advice.add("the index is larger than shared_buffers: searches will read from disk;"
                        + " halfvec or binary quantisation make it smaller"));
        return advice;
    }

    /** Whether reading the whole table would be wrong. */
    static boolean large(VectorIndex index) {
        return index.vectors().orElse(0.0) >= SMALL_TABLE;
    }

    private static Optional<String> recall(IndexReport report) {
        Optional<Measured> current = report.current();
        Optional<Measured.Accuracy> now = current.flatMap(Measured::recall);
        if (current.isEmpty() || now.isEmpty() || report.setting().isEmpty()) {
            return now.filter(accuracy -> accuracy.mean() < LOW_RECALL)
                    .map(accuracy ->
                            "recall is low, and this access method has no setting to raise it: rebuild the index");
        }
        String setting = report.setting().get().name();
        if (now.get().mean() < LOW_RECALL) {
            return Optional.of(report.measured().stream()
                    .filter(each -> recallOf(each) >= GOOD_RECALL)
                    .findFirst()
                    .map(better -> String.format(
                            Locale.ROOT,
                            "recall is low: %s = %d finds %.1f %% at a p95 of %.2f ms instead of %.2f ms",
                            setting,
                            better.value().orElseThrow(),
                            100 * recallOf(better),
                            millis(better),
                            millis(current.get())))
                    .orElse("recall is low, and stays so at the values tried: "
                            + (report.deadRatio() > MANY_DEAD
                                    ? "see the dead rows"
                                    : "rebuild the index, with more neighbours or lists")));
        }
        return report.measured().stream()
                .filter(each -> recallOf(each) >= PERFECT_RECALL
                        && each.value().orElseThrow() < current.get().value().orElseThrow()
                        && millis(each) < 0.7 * millis(current.get()))
                .findFirst()
                .map(lower -> String.format(
                        Locale.ROOT,
                        "there is room: %s = %d still finds %.1f %%, at a p95 of %.2f ms instead of %.2f ms",
                        setting,
                        lower.value().orElseThrow(),
                        100 * recallOf(lower),
                        millis(lower),
                        millis(current.get())));
    }

    private static double recallOf(Measured measured) {
        return measured.recall().map(Measured.Accuracy::mean).orElse(0.0);
    }

    private static double millis(Measured measured) {
        return measured.quantile(0.95).toNanos() / 1e6;
    }
}
