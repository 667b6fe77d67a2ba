package io.dbvitals.api.alerts;

import io.dbvitals.alerts.Alert;
import io.dbvitals.alerts.Silence;
import java.util.List;

/**
 * An alert that fires.
 *
 * @param silences that keep it from being told
 */
public record FiringOne(Alert alert, List<Silence> silences) {
    public FiringOne {
        silences = List.copyOf(silences);
    }

    /** Whether somebody works on it. */
    public boolean acknowledged() {
        return silences.stream().anyMatch(Silence::isAcknowledgement);
    }
}
