package io.dbvitals.vector.recall;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Transactions.Transaction;
import io.dbvitals.vector.catalog.VectorIndex;
import io.dbvitals.vector.search.Search;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the nearest rows of many values in one scan of the table. A look at a small part of the rows first gives each value a distance
 * within which there are enough: so few rows are kept, and memory is bounded whatever the data.
 */
final class ExactPass {
    /** Whose function of the type's own name gives a value read from TOAST once, not anew for each comparison. */
    private static final Set<String> DETOASTED = Set.of("vector", "halfvec", "sparsevec");

    private static final double LEAST_PART = 0.01;
    private static final long LEAST_ROWS = 2000;
    private static final int ROWS_PER_KEPT = 10;

    private final VectorIndex index;
    private final int kept;
    private final double part;
    private final int seed;

    /**
     * @param kept nearest rows of each value
     * @param part of the table's blocks that is looked at
     * @param seed of their choice
     */
    ExactPass(VectorIndex index, int kept, double part, int seed) {
        this.index = index;
        this.kept = kept;
        this.part = part;
        this.seed = seed;
    }

    /** Distances of the nearest rows of each value, ascending; without those that are no number, as to a zero vector by angle. */
    double[][] run(Transaction transaction, List<String> values) throws CollectException {
        double[][] nearest = new double[values.size()][0];
        List<String[]> bound = List.<String[]>of(values.toArray(new String[0]));
        return transaction.read(sql(), bound, rows -> {
            while (rows.next()) {
                nearest[(int) rows.number(0) - 1] = rows.numbers(1);
            }
            return nearest;
        });
    }

    /** The distance is written twice: most rows are gone before it becomes a column, which costs more. */
    private String sql() {
        String there = "(" + expression() + ") IS NOT NULL"
                + index.predicate()
                        .map(condition -> " AND (" + Search.jdbc(condition) + ")")
                        .orElse("");
        // With the same seed, the blocks of a smaller sample are among those of a larger one.
        String sampled = part < 1 ? "TABLESAMPLE SYSTEM (" + percent(part) + ") REPEATABLE (" + seed + ")" : "";
        return String.format(
                Locale.ROOT,
                """
                /* dbvitals vector truth */
                WITH q AS MATERIALIZED (
                  SELECT u.i, u.v::%1$s AS v FROM pg_catalog.unnest(?::pg_catalog.text[]) WITH ORDINALITY u(v, i)),
                part AS MATERIALIZED (SELECT %2$s AS e FROM %3$s TABLESAMPLE SYSTEM (%4$s) REPEATABLE (%5$d) WHERE %6$s),
                b AS MATERIALIZED (
                  SELECT q.i, q.v, coalesce((
                    SELECT n.d FROM (SELECT (part.e %7$s q.v)::pg_catalog.float8 AS d FROM part) n
                     WHERE n.d < 'NaN' ORDER BY n.d OFFSET %8$d - 1 LIMIT 1), 'Infinity') AS r
                    FROM q)
                SELECT x.i, (pg_catalog.array_agg(x.d ORDER BY x.d))[1:%8$d] AS distances
                  FROM (SELECT %2$s AS e FROM %3$s %9$s WHERE %6$s OFFSET 0) t
                 CROSS JOIN LATERAL (
                   SELECT b.i, (t.e %7$s b.v)::pg_catalog.float8 AS d FROM b WHERE (t.e %7$s b.v)::pg_catalog.float8 <= b.r OFFSET 0) x
                 GROUP BY x.i""",
                index.castType(),
                value(),
                index.relation(),
                percent(part * partOfPart()),
                seed,
                there,
                index.operator(),
                kept,
                sampled);
    }

    private String value() {
        return index.dimensions()
                .filter(dimensions -> DETOASTED.contains(index.type()))
                .map(dimensions ->
                        index.typeSchema() + "." + index.type() + "(" + expression() + ", " + dimensions + ", true)")
                .orElse("(" + expression() + ")");
    }

    private String expression() {
        return Search.jdbc(index.expression());
    }

    private double partOfPart() {
        double rows = Math.max(1, part * index.vectors().orElse((double) index.liveRows()));
        return Math.min(1, Math.max(LEAST_PART, Math.max(LEAST_ROWS, (double) ROWS_PER_KEPT * kept) / rows));
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.6f", 100 * part);
    }
}
