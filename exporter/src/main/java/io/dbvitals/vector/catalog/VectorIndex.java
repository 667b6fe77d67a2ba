package io.dbvitals.vector.catalog;

import java.util.Optional;

/**
 * An index that finds nearest neighbours, and the column that it orders by. Texts of SQL are quoted where they must be.
 *
 * @param column its name, or the expression that is indexed
 * @param expression SQL of the same
 * @param relation SQL of the table's qualified name
 * @param predicate SQL of a partial index's condition
 * @param accessMethod such as {@code hnsw}
 * @param extension that the access method belongs to; empty for none
 * @param type of the indexed values, such as {@code halfvec}
 * @param typeSchema SQL of the schema of that type
 * @param operator SQL, as {@code OPERATOR(public.<->)}
 * @param dimensions empty where the column has no fixed number
 * @param valid whether it is complete and in use
 * @param readable whether this role may read some column of the table
 * @param vectors estimate of the planner; empty before the first one
 * @param indexBytes on disk
 * @param tableBytes on disk with TOAST, without indexes
 * @param blocks of the table's main part
 * @param changes rows inserted, updated and deleted since statistics began
 * @param liveRows estimate
 * @param deadRows estimate
 */
public record VectorIndex(
        IndexName name,
        String column,
        String expression,
        String relation,
        Optional<String> predicate,
        String accessMethod,
        String extension,
        String type,
        String typeSchema,
        String operator,
        Optional<Integer> dimensions,
        boolean valid,
        boolean readable,
        Optional<Double> vectors,
        long indexBytes,
        long tableBytes,
        long blocks,
        long changes,
        long liveRows,
        long deadRows) {
    /** SQL of the type that a value to search for is cast to. */
    public String castType() {
        // A bare bit is bit(1).
        return typeSchema + "." + type
                + (type.equals("bit") && dimensions.isPresent() ? "(" + dimensions.get() + ")" : "");
    }

    /** Whether values are written as {@code [1,2,3]}: every component, so that it can be changed a little. */
    public boolean dense() {
        return type.equals("vector") || type.equals("halfvec") || type.equals("ruvector");
    }
}
