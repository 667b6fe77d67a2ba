package io.dbvitals.vector.search;

import java.time.Duration;
import java.util.List;

/**
 * What one search gave.
 *
 * @param distances of the rows, ascending
 * @param took at the client: from sending the statement until the last row was read
 */
public record Found(List<Double> distances, Duration took) {
    public Found {
        distances = List.copyOf(distances);
    }

    /** The {@code k}-th distance at most; NaN where nothing was found. */
    public double farthest() {
        return distances.isEmpty() ? Double.NaN : distances.get(distances.size() - 1);
    }
}
