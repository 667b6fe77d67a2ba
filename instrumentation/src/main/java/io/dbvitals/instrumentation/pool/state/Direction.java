package io.dbvitals.instrumentation.pool.state;

import java.util.List;

/** Where the use of a pool goes. */
public enum Direction {
    RISING,
    STEADY,
    FALLING;

    /** What counts as a change of the mean utilisation. */
    private static final double CHANGE = 0.1;

    private static final int LEAST = 4;

    /** Compares the later half with the earlier one; {@code minutes} are in the order of time. */
    public static Direction of(List<Minute> minutes) {
        if (minutes.size() < LEAST) {
            return STEADY;
        }
        int half = minutes.size() / 2;
        double change = mean(minutes.subList(minutes.size() - half, minutes.size())) - mean(minutes.subList(0, half));
        if (change >= CHANGE) {
            return RISING;
        }
        return change <= -CHANGE ? FALLING : STEADY;
    }

    private static double mean(List<Minute> minutes) {
        return minutes.stream().mapToDouble(Minute::utilisation).average().orElse(0);
    }
}
