package io.dbvitals.http;

import java.util.Map;

/**
 * A configured target as Prometheus discovers it.
 *
 * @param labels from the configuration
 */
public record DiscoveredTarget(String name, String kind, Map<String, String> labels) {
    public DiscoveredTarget {
        labels = Map.copyOf(labels);
    }
}
