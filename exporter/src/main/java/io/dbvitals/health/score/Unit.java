package io.dbvitals.health.score;

import java.util.Locale;

/** What a figure counts, and how it is written for people. */
public enum Unit {
    /** Of 1; written in percent. */
    RATIO,
    SECONDS,
    BYTES,
    COUNT,
    PER_SECOND;

    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};

    public String write(double value) {
        return switch (this) {
            case RATIO -> number(value * 100) + " %";
            case SECONDS -> number(value) + " s";
            case BYTES -> bytes(value);
            case COUNT -> number(value);
            case PER_SECOND -> number(value) + "/s";
        };
    }

    private static String bytes(double value) {
        int size = 0;
        double left = value;
        while (Math.abs(left) >= 1024 && size < SIZES.length - 1) {
            left /= 1024;
            size++;
        }
        return number(left) + " " + SIZES[size];
    }

    /** With one digit behind the point where it says something. */
    private static String number(double value) {
        double rounded = Math.round(value * 10) / 10.0;
        return rounded == Math.rint(rounded)
                ? String.valueOf((long) rounded)
                : String.format(Locale.ROOT, "%.1f", rounded);
    }
}
