package io.dbvitals.app.benchmark;

import io.dbvitals.app.benchmark.sample.Bounds;
import java.time.Duration;
import java.util.List;

/**
 * What is measured, and how much of it.
 *
 * @param iterations of each query, after a few that are not counted
 * @param rate of queries a second at most
 * @param queries beside those of each kind of target
 * @param timeout of a target, after which it is left
 */
public record Plan(int iterations, int rate, List<String> queries, Duration timeout, Bounds connection, Bounds answer) {
    public Plan {
        queries = List.copyOf(queries);
    }
}
