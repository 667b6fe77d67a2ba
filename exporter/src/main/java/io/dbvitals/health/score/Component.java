package io.dbvitals.health.score;

import java.util.Optional;

/**
 * What one component does to the score.
 *
 * @param value of its worst figure; empty where nothing was read
 * @param badness from 0 (good) over 0.5 (warning) to 1 (critical)
 * @param lost points; 0 where it does not count
 * @param cause its worst figure with its bounds, or why there is none
 * @param seenBad whether it is at a warning by what was read, and not only because something could not be
 */
public record Component(
        String name,
        int weight,
        Vital.Knowledge knowledge,
        Optional<Double> value,
        double badness,
        double lost,
        String cause,
        boolean seenBad) {}
