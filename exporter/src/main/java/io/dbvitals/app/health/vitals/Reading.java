package io.dbvitals.app.health.vitals;

import io.dbvitals.health.score.Vital;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a target has answered.
 *
 * @param product with its version, as {@code PostgreSQL 17.4}
 * @param role {@code primary}, {@code replica}, or empty where it makes no sense
 * @param response how long the simplest question took, over the open connection
 */
public record Reading(String product, String role, Duration response, List<Vital> vitals) {
    public Reading {
        vitals = List.copyOf(vitals);
    }

    /** Empty where it makes no sense. */
    public Optional<Boolean> replica() {
        return role.isEmpty() ? Optional.empty() : Optional.of(role.equals("replica"));
    }
}
