package io.dbvitals.api.dashboard;

import java.util.Optional;

/**
 * A standby, a slot or a channel.
 *
 * @param state {@code healthy}, {@code degraded} or {@code unhealthy}
 * @param finding what is wrong and what to do; empty where nothing is
 */
public record ReplicationRow(
        String target,
        String role,
        String peer,
        String state,
        Optional<Double> lagSeconds,
        Optional<Double> lagBytes,
        String finding) {}
