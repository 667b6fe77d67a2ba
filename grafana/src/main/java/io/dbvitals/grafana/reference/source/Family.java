package io.dbvitals.grafana.reference.source;

import java.util.Set;
import java.util.TreeSet;

/**
 * A metric.
 *
 * @param type as Prometheus names it
 * @param labels of all its series together
 * @param versions of the server that has it, in words; empty: all that are known
 */
public record Family(String name, String type, String help, Set<String> labels, String versions) {
    public Family {
        labels = new TreeSet<>(labels);
    }

    Family of(String otherVersions) {
        return new Family(name, type, help, labels, otherVersions);
    }
}
