package io.dbvitals.app.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Some hours of one target; all series have a value for each moment.
 *
 * @param source where it comes from: {@code prometheus} or {@code memory}
 * @param trouble why it is not what was asked for; empty where it is
 * @param from the first moment, in whole seconds
 * @param points how many moments there are, {@code step} apart
 */
public record History(
        String target, String source, String trouble, Instant from, Duration step, int points, List<Line> lines) {
    public History {
        lines = List.copyOf(lines);
    }

    /**
     * One series.
     *
     * @param name {@code score}, {@code up}, {@code response_seconds} or a component of the score
     * @param values NaN where nothing is known
     */
    public record Line(String name, List<Double> values) {
        public Line {
            values = List.copyOf(values);
        }

        boolean isEmpty() {
            return values.stream().allMatch(value -> value.isNaN());
        }
    }
}
