package io.dbvitals.instrumentation.pool.text;

import java.time.Duration;
import java.util.Locale;

/** Durations in at most eight characters. */
final class Times {
    private static final double MICROS = 1e3;
    private static final double MILLIS = 1e6;
    private static final double SECONDS = 1e9;

    private Times() {}

    /** As {@code 35 us}, {@code 1.2 ms}, {@code 12.0 s}, {@code 5 min} or {@code 3 h}. */
    static String text(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0";
        }
        if (nanos < MILLIS) {
            return String.format(Locale.ROOT, "%.0f us", nanos / MICROS);
        }
        if (nanos < SECONDS) {
            return String.format(Locale.ROOT, "%.1f ms", nanos / MILLIS);
        }
        if (duration.toMinutes() < 2) {
            return String.format(Locale.ROOT, "%.1f s", nanos / SECONDS);
        }
        return duration.toHours() < 2 ? duration.toMinutes() + " min" : duration.toHours() + " h";
    }
}
