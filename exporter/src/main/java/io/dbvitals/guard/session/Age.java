package io.dbvitals.guard.session;

import java.time.Duration;

/** Durations as people read them. */
public final class Age {
    private Age() {}

    /** The two largest units that are not nothing, as {@code 12m23s}, {@code 3h5m} or {@code 250ms}. */
    public static String text(Duration age) {
        if (age.toSeconds() < 1) {
            return Math.max(0, age.toMillis()) + "ms";
        }
        long[] parts = {age.toDays(), age.toHoursPart(), age.toMinutesPart(), age.toSecondsPart()};
        String[] units = {"d", "h", "m", "s"};
        int first = 0;
        while (parts[first] == 0) {
            first++;
        }
        String second = first + 1 < parts.length && parts[first + 1] > 0 ? parts[first + 1] + units[first + 1] : "";
        return parts[first] + units[first] + second;
    }
}
