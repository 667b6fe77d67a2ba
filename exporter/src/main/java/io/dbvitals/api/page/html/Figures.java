package io.dbvitals.api.page.html;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Numbers as people read them: three digits and a unit; what is not known is a dash. */
public final class Figures {
    private static final String NONE = "–";
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final String[] DECIMAL = {"", " k", " M", " G", " T"};

    private Figures() {}

    public static String bytes(Optional<Double> bytes) {
        return bytes.filter(Double::isFinite)
                .map(value -> scaled(value, 1024, BINARY, " "))
                .orElse(NONE);
    }

    public static String count(Optional<Double> count) {
        return count.filter(Double::isFinite)
                .map(value -> scaled(value, 1000, DECIMAL, ""))
                .orElse(NONE);
    }

    /** Of a part from 0 to 1. */
    public static String percent(Optional<Double> part) {
        return part.filter(Double::isFinite)
                .map(value -> digits(value * 100) + " %")
                .orElse(NONE);
    }

    public static String seconds(Optional<Double> seconds) {
        return seconds.filter(Double::isFinite).map(Figures::seconds).orElse(NONE);
    }

    public static String duration(Duration duration) {
        return seconds(duration.toNanos() / 1e9);
    }

    private static String seconds(double seconds) {
        if (seconds < 0) {
            return "-" + seconds(-seconds);
        }
        if (seconds < 1e-6) {
            return seconds == 0 ? "0 s" : "< 1 µs";
        }
        if (seconds < 1e-3) {
            return digits(seconds * 1e6) + " µs";
        }
        if (seconds < 1) {
            return digits(seconds * 1e3) + " ms";
        }
        if (seconds < 120) {
            return digits(seconds) + " s";
        }
        if (seconds < 7200) {
            return Math.round(seconds / 60) + " min";
        }
        return seconds < 172_800 ? digits(seconds / 3600) + " h" : Math.round(seconds / 86_400) + " days";
    }

    private static String scaled(double value, int base, String[] units, String space) {
        int unit = 0;
        double rest = value;
        while (Math.abs(rest) >= base && unit < units.length - 1) {
            rest /= base;
            unit++;
        }
        return digits(rest) + space + units[unit];
    }

    /** Whole from 100 on and where nothing is behind the point. */
    private static String digits(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        String text = String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}
