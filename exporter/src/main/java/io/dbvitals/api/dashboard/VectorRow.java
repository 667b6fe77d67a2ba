package io.dbvitals.api.dashboard;

import java.util.Optional;

/**
 * A vector index.
 *
 * @param method {@code hnsw}, {@code ivfflat}, {@code gist}, …
 * @param p50Seconds of a search
 * @param recall at {@code k}, from 0 to 1
 */
public record VectorRow(
        String target,
        String database,
        String index,
        String table,
        String method,
        Optional<Double> sizeBytes,
        Optional<Double> p50Seconds,
        Optional<Double> p99Seconds,
        Optional<Double> recall,
        String trouble) {}
