package io.dbvitals.scrape.run;

import io.dbvitals.scrape.CollectException;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one collector gave to one scrape.
 *
 * @param families possibly stale where {@code failure} is present
 * @param took the reading that failed or succeeded; zero when nothing was read
 * @param age of the families
 */
record Reading(
        String collector,
        List<MetricSnapshot> families,
        Duration took,
        Duration age,
        Optional<CollectException> failure) {
    static Reading read(String collector, List<MetricSnapshot> families, Duration took) {
        return new Reading(collector, families, took, Duration.ZERO, Optional.empty());
    }

    int series() {
        int series = 0;
        for (MetricSnapshot family : families) {
            series += family.getDataPoints().size();
        }
        return series;
    }
}
