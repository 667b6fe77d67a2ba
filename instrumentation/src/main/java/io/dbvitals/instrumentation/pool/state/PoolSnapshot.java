package io.dbvitals.instrumentation.pool.state;

import java.time.Instant;
import java.util.List;

/**
 * All that is known of a pool at a moment.
 *
 * @param pool its name
 * @param peakActive the most that were in use since the start
 * @param peakWaiting the most threads that waited since the start
 * @param waits from the request for a connection until it was given or refused
 * @param uses from taking a connection until it was given back
 * @param creations of a new connection
 * @param timeouts requests that were refused because no connection came free in time
 * @param errors requests that failed for another reason
 * @param leaks the oldest first
 * @param minutes the last ones in the order of time, the current one last
 */
public record PoolSnapshot(
        String pool,
        Instant at,
        PoolReading now,
        int peakActive,
        int peakWaiting,
        Timing waits,
        Timing uses,
        Timing creations,
        long timeouts,
        long errors,
        List<Leak> leaks,
        Health health,
        List<Minute> minutes) {
    public PoolSnapshot {
        leaks = List.copyOf(leaks);
        minutes = List.copyOf(minutes);
    }

    public Direction trend() {
        return Direction.of(minutes);
    }
}
