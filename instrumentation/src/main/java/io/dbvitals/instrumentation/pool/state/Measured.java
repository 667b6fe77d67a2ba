package io.dbvitals.instrumentation.pool.state;

import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;

/**
 * The numbers of a pool as metrics show them.
 *
 * @param waits in seconds
 * @param uses in seconds
 * @param creations in seconds
 * @param recentMaxWait within the last two minutes, in seconds; so are the other two
 */
public record Measured(
        PoolReading now,
        HistogramDataPointSnapshot waits,
        HistogramDataPointSnapshot uses,
        HistogramDataPointSnapshot creations,
        double recentMaxWait,
        double recentMaxUse,
        double recentMaxCreation,
        long timeouts,
        long errors,
        int peakActive,
        int leaks,
        Health health) {}
