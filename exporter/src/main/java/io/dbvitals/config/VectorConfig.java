package io.dbvitals.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is found out about the vector indexes of a PostgreSQL server by searching in them; their inventory needs none of it.
 *
 * @param probe whether every vector index that may be read is searched
 * @param connections that the searches may hold, beside those of the target
 * @param interval between two rounds over all indexes
 * @param searches in each index and round, at most
 * @param k neighbours asked for
 * @param timeout of one search, set on the server
 * @param maxLoad part of the time that the searches in one index may take, from 0 to 1; recall has its own bounds
 * @param include globs of {@code schema.index}; empty for all
 * @param exclude globs of {@code schema.index}
 * @param recall empty: not measured
 * @param queries searches that the user wrote, in indexes of any kind
 * @param ruvectorNames whether the series are also shown under the names that dashboards of RuVector ask for
 */
public record VectorConfig(
        boolean probe,
        int connections,
        Duration interval,
        int searches,
        int k,
        Duration timeout,
        double maxLoad,
        List<String> include,
        List<String> exclude,
        Optional<Recall> recall,
        List<OwnQuery> queries,
        boolean ruvectorNames) {
    /** Nothing is searched. */
    public static final VectorConfig OFF = new VectorConfig(
            false,
            1,
            Duration.ofSeconds(15),
            5,
            10,
            Duration.ofSeconds(2),
            0.01,
            List.of(),
            List.of(),
            Optional.of(Recall.DEFAULT),
            List.of(),
            false);

    public VectorConfig {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        queries = List.copyOf(queries);
    }

    /** Whether anything is searched: indexes that were found, or what the user wrote. */
    public boolean active() {
        return probe || !queries.isEmpty();
    }

    /**
     * How often, and at what price, results are compared with the exact ones.
     *
     * @param interval between two measurements of an index
     * @param queries searched each time
     * @param timeout of the one statement that finds the exact neighbours, set on the server
     * @param maxTableBytes a larger table is sampled
     */
    public record Recall(Duration interval, int queries, Duration timeout, long maxTableBytes) {
        public static final Recall DEFAULT =
                new Recall(Duration.ofHours(1), 64, Duration.ofSeconds(60), 2L * 1024 * 1024 * 1024);
    }

    /**
     * A search that the user wrote.
     *
     * @param name unique within the target, for messages
     * @param database empty for that of the target
     * @param index {@code schema.index} that the search is to use; labels its series
     * @param samples a statement whose first column gives values to search for, as texts
     * @param query a statement with {@code $1} in the place of such a value; its first column is the distance, in its order
     */
    public record OwnQuery(String name, String database, String index, String samples, String query) {}
}
