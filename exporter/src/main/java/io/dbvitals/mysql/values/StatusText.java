package io.dbvitals.mysql.values;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The texts in which the server writes states, variables and dates, as numbers; and its names as those of metrics. */
public final class StatusText {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-zA-Z0-9_]");

    /** {@code Nov  9 03:21:05 2036 GMT}: certificates. */
    private static final DateTimeFormatter OF_CERTIFICATES =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss yyyy zzz", Locale.ENGLISH);

    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int LONGEST = 40;
    private static final int EXACT_DIGITS = 15;

    private StatusText() {}

    /** NaN for what is no number, state or date. */
    public static double value(String text) {
        int length = text.length();
        if (length == 0 || length > LONGEST) {
            return Double.NaN;
        }
        char first = text.charAt(0);
        if (first >= '0' && first <= '9' && length <= EXACT_DIGITS) {
            long whole = 0;
            int i = 0;
            while (i < length && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                whole = whole * 10 + (text.charAt(i) - '0');
                i++;
            }
            if (i == length) {
                return whole;
            }
        }
        double state = state(text.toLowerCase(Locale.ROOT));
        if (!Double.isNaN(state)) {
            return state;
        }
        // Double.valueOf would also take Java's own "1d" and "0x1p3".
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : date(text);
    }

    private static double state(String lower) {
        return switch (lower) {
            case "yes", "on", "primary" -> 1;
            // Neither works: a replica that tries to connect, a node outside the cluster's majority.
            case "no", "off", "disabled", "connecting", "non-primary", "disconnected" -> 0;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.NaN;
        };
    }

    private static double date(String text) {
        boolean certificate = text.endsWith("T") && text.indexOf(':') > 0;
        boolean plain = text.length() == 19 && text.charAt(4) == '-' && text.charAt(10) == ' ';
        if (!certificate && !plain) {
            return Double.NaN;
        }
        try {
            return plain
                    ? LocalDateTime.parse(text, PLAIN).toEpochSecond(ZoneOffset.UTC)
                    : ZonedDateTime.parse(text, OF_CERTIFICATES).toEpochSecond();
        } catch (DateTimeParseException e) {
            // As 0000-00-00 00:00:00, which is no date.
            return Double.NaN;
        }
    }

    /** A part of a metric's name. */
    public static String name(String text) {
        return NOT_IN_NAMES.matcher(text).replaceAll("_");
    }

    /** In lower case, whatever the language of this machine. */
    public static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
