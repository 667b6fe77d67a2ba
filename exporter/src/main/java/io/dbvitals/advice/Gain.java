package io.dbvitals.advice;

import java.util.Optional;

/**
 * What following an advice is worth, estimated.
 *
 * @param secondsPerHour of the server's time that are saved; empty where nothing can be said
 */
public record Gain(String text, Optional<Double> secondsPerHour) {
    public static Gain of(String text) {
        return new Gain(text, Optional.empty());
    }

    /** {@code secondsPerHour} finite and not negative. */
    public static Gain of(String text, double secondsPerHour) {
        return new Gain(text, Optional.of(secondsPerHour));
    }
}
