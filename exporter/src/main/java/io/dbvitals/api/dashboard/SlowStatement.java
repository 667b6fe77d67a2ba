package io.dbvitals.api.dashboard;

import java.util.Optional;

/**
 * A statement that costs more than it should.
 *
 * @param statement without literals
 * @param share of all the time that its server spent, from 0 to 1
 * @param meanSeconds of one call
 * @param rule that found it
 * @param severity {@code critical}, {@code warning} or {@code info}
 */
public record SlowStatement(
        String target,
        String database,
        String statement,
        Optional<Double> share,
        Optional<Double> meanSeconds,
        Optional<Double> calls,
        String rule,
        String severity,
        String evidence,
        String advice) {}
