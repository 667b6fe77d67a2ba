package io.dbvitals.vector.search;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.vector.catalog.IndexName;
import io.dbvitals.vector.catalog.VectorIndex;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A nearest-neighbour search in one index, whatever is searched for.
 *
 * @param index that the search should use
 * @param found what the catalogs say of the index; empty for a search that the user wrote
 * @param sql with {@code ?} for the value; the first column is the distance, in its order
 * @param values how many places there are for the value
 * @param samples gives values to search for, as texts in the first column
 * @param k neighbours that are asked for; 0 where only the user's statement knows
 */
public record Search(IndexName index, Optional<VectorIndex> found, String sql, int values, String samples, int k) {
    /** For every transaction that searches: what an application's plan depends on stays as it is. */
    public static final Map<String, String> SETTINGS = Map.of(
            "lock_timeout", "200ms",
            "idle_in_transaction_session_timeout", "10s",
            "max_parallel_workers_per_gather", "0",
            "jit", "off");

    private static final double LEAST_PERCENT = 0.01;

    /** Each is taken by chance: with fewer, none may be. */
    private static final double LEAST_BLOCKS = 20;

    /** The {@code k} rows next to a value by the index's own operator; {@code samples} values are drawn at most. */
    public static Search in(VectorIndex index, int k, int samples) {
        return in(index, k, samples, blocks(index, samples));
    }

    /** As above; of so many blocks of the table the samples are drawn. */
    public static Search in(VectorIndex index, int k, int samples, long blocks) {
        String expression = jdbc(index.expression());
        String condition = index.predicate().map(Search::jdbc).orElse("");
        String where = condition.isEmpty() ? "" : " WHERE (" + condition + ")";
        String sql = "/* dbvitals vector probe */ SELECT " + expression + " " + index.operator() + " ?::"
                + index.castType() + " AS distance FROM " + index.relation() + where + " ORDER BY 1 LIMIT " + k;
        String drawn = "/* dbvitals vector samples */ SELECT (" + expression + ")::pg_catalog.text FROM "
                + index.relation() + " TABLESAMPLE SYSTEM (" + percent(index.blocks(), blocks) + ") WHERE ("
                + expression + ") IS NOT NULL" + (condition.isEmpty() ? "" : " AND (" + condition + ")")
                + " ORDER BY pg_catalog.random() LIMIT " + samples;
        return new Search(index.name(), Optional.of(index), sql, 1, drawn, k);
    }

    /** As the user wrote it; {@code index} is the one that it names. */
    public static Search by(VectorConfig.OwnQuery query, IndexName index) {
        Placeholders statement = Placeholders.in(query.query());
        return new Search(index, Optional.empty(), statement.sql(), statement.values(), jdbc(query.samples()), 0);
    }

    /** SQL without values as the driver takes it: it would see a place for a value in an operator's question mark. */
    public static String jdbc(String sql) {
        return Placeholders.in(sql).sql();
    }

    /** As many as samples are wanted, more where few rows are in the index. */
    private static long blocks(VectorIndex index, int samples) {
        double blocksPerVector = index.blocks() / Math.max(1, index.vectors().orElse((double) index.blocks()));
        return (long) Math.max(LEAST_BLOCKS, samples * Math.max(1, blocksPerVector));
    }

    /** As few blocks as are wanted: they come from all over the table. */
    private static String percent(long blocks, long wanted) {
        double percent = blocks <= 0 ? 100 : 100.0 * wanted / blocks;
        return String.format(Locale.ROOT, "%.4f", Math.min(100, Math.max(LEAST_PERCENT, percent)));
    }
}
