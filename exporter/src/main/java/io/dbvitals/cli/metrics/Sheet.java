package io.dbvitals.cli.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one target.
 *
 * @param up empty where it was never asked
 * @param score from 0 to 100
 * @param responseSeconds of its last answer
 * @param readAt when that was
 * @param error why it does not answer; empty where it does
 */
record Sheet(
        String target,
        String kind,
        String status,
        Optional<Boolean> up,
        Optional<Double> score,
        Optional<Double> responseSeconds,
        Optional<Instant> readAt,
        String error,
        List<Figure> figures,
        Past past) {
    Sheet {
        figures = List.copyOf(figures);
    }

    /**
     * A component of the score.
     *
     * @param value its worst figure, in its own unit
     * @param lost points
     * @param cause that figure with its bounds, or why there is none
     */
    record Figure(String name, Optional<Double> value, double lost, String cause) {}

    /**
     * Some hours of it; all series have a value for each moment.
     *
     * @param source {@code prometheus}, {@code memory} or empty
     * @param trouble why it is not what was asked for; empty where it is
     * @param timestamps seconds since 1970
     */
    record Past(String source, String trouble, List<Long> timestamps, List<Series> series) {
        Past {
            timestamps = List.copyOf(timestamps);
            series = List.copyOf(series);
        }

        static Past none(String trouble) {
            return new Past("", trouble, List.of(), List.of());
        }

        /** NaN where nothing is known; none at all of a name that there is not. */
        List<Double> of(String name) {
            return series.stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .map(Series::values)
                    .orElse(List.of());
        }
    }

    record Series(String name, List<Double> values) {
        Series {
            values = List.copyOf(values);
        }
    }

    Sheet with(Past other) {
        return new Sheet(target, kind, status, up, score, responseSeconds, readAt, error, figures, other);
    }
}
