package io.dbvitals.app.deadman;

import io.dbvitals.config.json.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The alert that is waited for.
 *
 * @param labels that it must have, with {@code alertname}
 */
public record Expected(Map<String, String> labels) {
    public Expected {
        labels = Map.copyOf(labels);
    }

    /** Whether it fires in what Alertmanager sends to a webhook; what it says is resolved is no beat. */
    boolean firesIn(JsonNode webhook) {
        return webhook.items("alerts").stream()
                .anyMatch(alert -> alert.text("status").equals("firing") && isOf(alert));
    }

    /** Whether that alert, of a webhook or of Alertmanager's API, has the labels. */
    boolean isOf(JsonNode alert) {
        return alert.member("labels")
                .filter(found -> labels.entrySet().stream()
                        .allMatch(label -> found.text(label.getKey()).equals(label.getValue())))
                .isPresent();
    }

    /** As people read it: {@code Watchdog} or <code>Watchdog{cluster="c1"}</code>. */
    @Override
    public String toString() {
        Map<String, String> others = new TreeMap<>(labels);
        String name = others.remove("alertname");
        return (name == null ? "" : name)
                + (others.isEmpty()
                        ? ""
                        : others.entrySet().stream()
                                .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                                .collect(Collectors.joining(", ", "{", "}")));
    }
}
