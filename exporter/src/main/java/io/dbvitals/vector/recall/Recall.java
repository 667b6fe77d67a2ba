package io.dbvitals.vector.recall;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Which part of the true nearest neighbours an index finds, from 0 to 1.
 *
 * @param k neighbours asked for
 * @param method how the true ones are known
 * @param mean over all queries
 * @param worst of a single query
 * @param queries that were compared
 * @param at when the last of them had been answered
 * @param took with the search for the true neighbours where that was needed
 */
public record Recall(int k, Method method, double mean, double worst, int queries, Instant at, Duration took) {
    /** How the true neighbours are known. */
    public enum Method {
        /** All rows were looked at. */
        EXACT,
        /** A part of the table's blocks was; what the index misses in all of it is estimated. */
        SAMPLED;

        /** As written in labels. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
