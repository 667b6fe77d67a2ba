package io.dbvitals.api.dashboard;

import io.dbvitals.health.HealthReport.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One target.
 *
 * @param kind {@code postgres}, {@code mysql}, {@code redis}, {@code pgbouncer}, {@code host}
 * @param score from 0 to 100; empty where none was read
 * @param losses what costs points, the worst first
 * @param responseTime of its last answer
 * @param age since it was last asked
 * @param error why it does not answer, without secrets; empty when it does
 * @param paused whether its collection is paused
 */
public record TargetCard(
        String name,
        String kind,
        Status status,
        Optional<Double> score,
        List<Loss> losses,
        Optional<Boolean> replica,
        Optional<Duration> responseTime,
        Optional<Duration> age,
        String error,
        boolean paused) {
    public TargetCard {
        losses = List.copyOf(losses);
    }

    /**
     * What a component of the score costs.
     *
     * @param cause for people: figure and bounds
     */
    public record Loss(String component, double points, String cause) {}
}
