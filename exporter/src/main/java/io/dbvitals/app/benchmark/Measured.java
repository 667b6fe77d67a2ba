package io.dbvitals.app.benchmark;

import io.dbvitals.app.benchmark.sample.Pooled;
import io.dbvitals.app.benchmark.sample.Rated;
import io.dbvitals.app.benchmark.sample.Sample;
import java.util.List;
import java.util.Optional;

/**
 * What came of a target.
 *
 * @param pool where it is a database
 * @param answers whether it could be reached at all
 */
public record Measured(
        String target,
        String kind,
        boolean answers,
        Sample connecting,
        List<Sample> queries,
        Optional<Pooled> pool,
        Rated rated) {
    public Measured {
        queries = List.copyOf(queries);
    }
}
