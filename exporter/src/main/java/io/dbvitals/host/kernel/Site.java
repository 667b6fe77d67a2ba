package io.dbvitals.host.kernel;

import io.dbvitals.host.family.LabelSets;
import io.prometheus.metrics.model.snapshots.Labels;

/**
 * What all collectors of a machine share.
 *
 * @param labels on every series
 */
public record Site(Roots roots, Labels labels) {
    /** Label sets of those names, and the labels that every series bears. */
    public LabelSets sets(String... names) {
        return new LabelSets(labels, names);
    }
}
