package io.dbvitals.scrape;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a target was when it was last asked.
 *
 * @param askedAt empty when it was never asked
 * @param took of that answer
 * @param failure empty when it answered
 * @param failures how many times in a row it did not answer
 */
public record TargetState(
        Target target, Optional<Instant> askedAt, Duration took, Optional<CollectException> failure, int failures) {}
