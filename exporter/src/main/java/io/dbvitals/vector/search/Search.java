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

    /** The {@code k} rows next to a value by the index's own operator; {@code samples} values are drawn at most. */
    public static Search in(VectorIndex index, int k, int samples) {
        return in(index, k, samples, samples);
    }

    /** As above; of so many blocks of the table the samples are drawn. */
    public static Search in(VectorIndex index, int k, int samples, long blocks) {
        String where =
                index.predicate().map(condition -> " WHERE (" + condition + ")").orElse("");
        String sql = "/* dbvitals vector probe */ SELECT " + index.expression() + " " + index.operator() + " ?::"
                + index.castType() + " AS distance FROM " + index.relation() + where + " ORDER BY 1 LIMIT " + k;
        String drawn = "/* dbvitals vector samples */ SELECT (" + index.expression() + ")::pg_catalog.text FROM "
                + index.relation() + " TABLESAMPLE SYSTEM (" + percent(index.blocks(), blocks) + ") WHERE ("
                + index.expression() + ") IS NOT NULL"
                + index.predicate().map(condition -> " AND (" + condition + ")").orElse("")
                + " ORDER BY pg_catalog.random() LIMIT " + samples;
        return new Search(index.name(), Optional.of(index), sql, 1, drawn, k);
    }

    /** As the user wrote it; {@code index} is the one that it names. */
    public static Search by(VectorConfig.OwnQuery query, IndexName index) {
        Placeholders statement = Placeholders.in(query.query());
        return new Search(index, Optional.empty(), statement.sql(), statement.values(), query.samples(), 0);
    }

    /** As few blocks as are wanted: they come from all over the table. */
    private static String percent(long blocks, long wanted) {
        double percent = blocks <= 0 ? 100 : 100.0 * wanted / blocks;
        return String.format(Locale.ROOT, "%.4f", Math.min(100, Math.max(LEAST_PERCENT, percent)));
    }
}
