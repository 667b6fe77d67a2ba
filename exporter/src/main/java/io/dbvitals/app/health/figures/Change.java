package io.dbvitals.app.health.figures;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * By how much counters have grown.
 *
 * @param over that time
 */
public record Change(Map<String, Double> by, Duration over) {
    public Change {
        by = Map.copyOf(by);
    }

    /** Empty for what is not counted here. */
    public Optional<Double> grown(String counter) {
        return Optional.ofNullable(by.get(counter));
    }

    public Optional<Double> perSecond(String counter) {
        return grown(counter).map(grown -> grown / (over.toNanos() / 1e9));
    }
}
