package io.dbvitals.alerts.prometheus;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One series of an answer.
 *
 * @param labels {@code __name__} included where the expression keeps it
 * @param points in their order
 */
public record RangeSeries(Map<String, String> labels, List<Point> points) {
    public RangeSeries {
        labels = Map.copyOf(labels);
        points = List.copyOf(points);
    }

    /** {@code value}: may be NaN or infinite. */
    public record Point(Instant at, double value) {}
}
