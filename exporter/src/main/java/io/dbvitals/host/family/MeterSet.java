package io.dbvitals.host.family;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Families whose names come from what is read: the series of one reading, by family. */
public final class MeterSet {
    private final Map<String, Meter> known = new ConcurrentHashMap<>();

    /** How a family that has not been seen is to be. */
    public interface Maker {
        Meter of(String name);
    }

    public Reading reading() {
        return new Reading();
    }

    /** One reading. */
    public final class Reading {
        private final Map<String, Meter.Points> points = new TreeMap<>();

        private Reading() {}

        public Meter.Points points(String name, Maker maker) {
            Meter.Points found = points.get(name);
            if (found == null) {
                found = known.computeIfAbsent(name, maker::of).points();
                points.put(name, found);
            }
            return found;
        }

        public List<MetricSnapshot> families() {
            return Meter.families(points.values().toArray(Meter.Points[]::new));
        }
    }
}
