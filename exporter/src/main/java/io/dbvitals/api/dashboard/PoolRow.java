package io.dbvitals.api.dashboard;

import java.util.Optional;

/**
 * A pool of connections.
 *
 * @param pool {@code database/user} of PgBouncer, or our own
 * @param rating {@code good}, {@code warning} or {@code critical}
 */
public record PoolRow(
        String target,
        String pool,
        Optional<Double> clientsActive,
        Optional<Double> clientsWaiting,
        Optional<Double> serversActive,
        Optional<Double> serversIdle,
        Optional<Double> size,
        Optional<Double> maxWaitSeconds,
        String rating,
        String advice) {}
