package io.dbvitals.app.survey;

import io.dbvitals.alerts.Alert;
import java.util.List;
import java.util.Set;

/**
 * Alerts as Alertmanager has them.
 *
 * @param acknowledgements ids of the silences that are one
 * @param trouble why there are none; empty where those are all
 */
public record Firing(List<Alert> alerts, Set<String> acknowledgements, String trouble) {
    public Firing {
        alerts = List.copyOf(alerts);
        acknowledgements = Set.copyOf(acknowledgements);
    }
}
