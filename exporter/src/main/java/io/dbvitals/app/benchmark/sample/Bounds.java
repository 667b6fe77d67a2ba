package io.dbvitals.app.benchmark.sample;

import java.time.Duration;

/** The longest medians that are excellent, good and fair; what is longer is poor. */
public record Bounds(Duration excellent, Duration good, Duration fair) {
    public static final Bounds ANSWER = new Bounds(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(100));
    public static final Bounds CONNECTION =
            new Bounds(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(1));

    public Rating rate(Duration median) {
        if (median.compareTo(excellent) <= 0) {
            return Rating.EXCELLENT;
        }
        if (median.compareTo(good) <= 0) {
            return Rating.GOOD;
        }
        return median.compareTo(fair) <= 0 ? Rating.FAIR : Rating.POOR;
    }

    /** The bound that what is rated so exceeds; zero for the best. */
    Duration below(Rating rating) {
        return switch (rating) {
            case EXCELLENT -> Duration.ZERO;
            case GOOD -> excellent;
            case FAIR -> good;
            case POOR -> fair;
        };
    }
}
