package io.dbvitals.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One time that an alert fired, as Prometheus's series {@code ALERTS} show it.
 *
 * @param start when its condition came true, where Prometheus knows; else when it was first seen to fire
 * @param end when it was last seen to fire
 * @param firing whether it fires yet
 */
public record Episode(Map<String, String> labels, Instant start, Instant end, boolean firing) {
    public Episode {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** Its {@code alertname}. */
    public String name() {
        return labels.getOrDefault("alertname", "");
    }

    public Duration lasted() {
        return Duration.between(start, end);
    }
}
