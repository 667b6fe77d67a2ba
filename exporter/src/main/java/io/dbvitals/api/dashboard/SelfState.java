package io.dbvitals.api.dashboard;

import io.dbvitals.health.HealthReport.ProcessUse;
import java.util.List;
import java.util.Optional;

/**
 * This program itself.
 *
 * @param guard {@code off}, {@code dry run} or {@code acting}
 * @param reloadFailure why the configuration on disk is not in use; empty when it is
 * @param failures targets that do not answer, as {@code target: reason}
 */
public record SelfState(
        String version, ProcessUse process, String guard, Optional<String> reloadFailure, List<String> failures) {
    public SelfState {
        failures = List.copyOf(failures);
    }
}
