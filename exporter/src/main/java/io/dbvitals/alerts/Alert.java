package io.dbvitals.alerts;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An alert that fires, as Alertmanager has it.
 *
 * @param fingerprint of its labels, by which it is named
 * @param endsAt when it counts as resolved unless it is sent again
 * @param silencedBy ids of silences
 * @param inhibitedBy fingerprints of alerts
 * @param receivers that it is routed to
 * @param generatorUrl of the expression; empty where it has none
 */
public record Alert(
        String fingerprint,
        Map<String, String> labels,
        Map<String, String> annotations,
        Instant startsAt,
        Instant endsAt,
        State state,
        List<String> silencedBy,
        List<String> inhibitedBy,
        List<String> receivers,
        String generatorUrl) {
    public Alert {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
        silencedBy = List.copyOf(silencedBy);
        inhibitedBy = List.copyOf(inhibitedBy);
        receivers = List.copyOf(receivers);
    }

    /** Its {@code alertname}. */
    public String name() {
        return label("alertname");
    }

    /** Empty where it has none of that name. */
    public String label(String name) {
        return labels.getOrDefault(name, "");
    }

    /** What to do about it: a link; one of another scheme than http and https, which a click might run, is none. */
    public Optional<String> runbook() {
        return Optional.ofNullable(annotations.get("runbook_url"))
                .filter(url -> url.toLowerCase(Locale.ROOT).matches("https?://\\S+"));
    }

    /** Whether people are told of it. */
    public enum State {
        /** It has come, and is not routed yet. */
        UNPROCESSED,
        ACTIVE,
        /** By a silence or by another alert. */
        SUPPRESSED;

        /** As Alertmanager writes it; what it does not know is active, so that nothing is hidden. */
        public static State of(String text) {
            return switch (text) {
                case "unprocessed" -> UNPROCESSED;
                case "suppressed" -> SUPPRESSED;
                default -> ACTIVE;
            };
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
