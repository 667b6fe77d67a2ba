package io.dbvitals.instrumentation.pool.state;

import java.time.Duration;

/**
 * How long something took since the start.
 *
 * @param max since the start
 * @param recentMax within the last two minutes
 */
public record Timing(
        long count, Duration mean, Duration p50, Duration p95, Duration p99, Duration max, Duration recentMax) {}
