package io.dbvitals.instrumentation.pool.state;

import java.time.Duration;
import java.time.Instant;

/**
 * What a pool saw in one minute.
 *
 * @param start of the minute
 * @param utilisation the mean of what was seen each second, from 0 to 1
 * @param waits requests for a connection, those that timed out among them
 */
public record Minute(
        Instant start,
        double utilisation,
        int peakActive,
        int peakWaiting,
        long waits,
        Duration longestWait,
        long timeouts) {}
