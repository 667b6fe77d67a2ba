package io.dbvitals.redis.model;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The samples of one collector, family by family in the order of their first sample. */
public final class Gathering {
    private final Labels base;
    private final Map<Family, Family.Points> points = new LinkedHashMap<>();
    private final List<MetricSnapshot> ready = new ArrayList<>();

    /** {@code base} is borne by every sample. */
    public Gathering(Labels base) {
        this.base = base;
    }

    /** The labels of the target and these: a name, a value, a name, … */
    public Labels labels(String... namesAndValues) {
        return base.merge(Labels.of(namesAndValues));
    }

    /** Without labels of its own. */
    public void add(Family family, double value) {
        add(family, value, base);
    }

    /** {@code labels} are of {@link #labels}; what is no number is left out. */
    public void add(Family family, double value, Labels labels) {
        if (family.takes(value)) {
            points.computeIfAbsent(family, key -> new Family.Points()).add(value, labels);
        }
    }

    /** A family that is no list of plain numbers. */
    public void add(MetricSnapshot family) {
        ready.add(family);
    }

    public List<MetricSnapshot> families() {
        List<MetricSnapshot> families = new ArrayList<>(points.size() + ready.size());
        points.forEach((family, samples) -> families.add(family.snapshot(samples)));
        families.addAll(ready);
        return families;
    }
}
