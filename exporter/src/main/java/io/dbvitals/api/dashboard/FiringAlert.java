package io.dbvitals.api.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An alert of Alertmanager's.
 *
 * @param fingerprint Alertmanager's name for it
 * @param state {@code active}, {@code suppressed} or {@code unprocessed}
 * @param acknowledged whether one of its silences is an acknowledgement
 * @param silencedBy ids of silences
 * @param runbook an absolute URL
 */
public record FiringAlert(
        String fingerprint,
        String name,
        String severity,
        String summary,
        String description,
        Optional<String> runbook,
        Instant startsAt,
        String state,
        boolean acknowledged,
        List<String> silencedBy,
        Map<String, String> labels) {
    public FiringAlert {
        silencedBy = List.copyOf(silencedBy);
        labels = Map.copyOf(labels);
    }
}
