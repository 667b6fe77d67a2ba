package io.dbvitals.vector.search;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Moves a stored vector a little, so that a search for it is not one for a row that is there: each component by a tenth of the
 * vector's root mean square, times a normal deviate.
 */
final class Noise {
    private static final double PART = 0.1;

    private final RandomGenerator random;

    Noise(RandomGenerator random) {
        this.random = random;
    }

    /** {@code [1,2,3]} moved; empty for a zero vector, which has no direction and which some indexes refuse. */
    Optional<String> around(String vector) {
        String[] parts = vector.substring(1, vector.length() - 1).split(",", -1);
        double[] values = new double[parts.length];
        double squares = 0;
        for (int i = 0; i < parts.length; i++) {
            values[i] = Double.parseDouble(parts[i].trim());
            squares += values[i] * values[i];
        }
        if (squares == 0) {
            return Optional.empty();
        }
        double size = PART * Math.sqrt(squares / values.length);
        StringBuilder moved = new StringBuilder(vector.length() + 16).append('[');
        for (int i = 0; i < values.length; i++) {
            moved.append(i == 0 ? "" : ",").append((float) (values[i] + size * random.nextGaussian()));
        }
        return Optional.of(moved.append(']').toString());
    }
}
