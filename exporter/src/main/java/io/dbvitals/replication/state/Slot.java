package io.dbvitals.replication.state;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A replication slot of PostgreSQL.
 *
 * @param logical or physical
 * @param active whether somebody reads from it now
 * @param retainedBytes of log that it keeps; empty when it keeps none (yet, or no more)
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved}, {@code lost}; empty when it keeps none yet
 * @param invalid why it can no longer be used, as {@code wal_removed}; empty when it can
 * @param inactiveFor empty when it is active, and before PostgreSQL 17
 */
public record Slot(
        String name,
        boolean logical,
        boolean active,
        OptionalDouble retainedBytes,
        String walStatus,
        String invalid,
        Optional<Duration> inactiveFor) {}
