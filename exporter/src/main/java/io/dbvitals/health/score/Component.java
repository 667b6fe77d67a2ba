package io.dbvitals.health.score;

import java.util.Optional;

/**
 * What one component does to the score.
 *
 * @param value of its worst figure; empty where nothing was read
 * @param badness from 0 (good) over 0.5 (warning) to 1 (critical)
 * @param lost points; 0 where it does not count
 * @param cause its worst figure with its bounds, or why there is none
 */
public record Component(
        String name,
        int weight,
        Vital.Knowledge knowledge,
        Optional<Double> value,
        double badness,
        double lost,
        String cause) {
    /** Whether it is bad by what was read, and not only because it could not be. */
    public boolean seenBad() {
        return knowledge == Vital.Knowledge.KNOWN && badness >= 0.5;
    }
}
