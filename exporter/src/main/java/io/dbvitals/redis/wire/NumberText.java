package io.dbvitals.redis.wire;

import java.util.regex.Pattern;

/** Numbers as redis_exporter reads them: {@code ok} and {@code true} are 1, {@code err}, {@code fail} and {@code false} 0. */
public final class NumberText {
    private static final int SAFE_DIGITS = 15;
    private static final Pattern PLAIN = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private NumberText() {}

    /** NaN for what is no number. */
    public static double parse(String text) {
        return switch (text) {
            case "ok", "true" -> 1;
            case "err", "fail", "false" -> 0;
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> digits(text);
        };
    }

    private static double digits(String text) {
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || i == SAFE_DIGITS) {
                // Double.parseDouble alone would also take Java's own "1d" and "0x1p3".
                return PLAIN.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
            }
            number = number * 10 + (c - '0');
        }
        return text.isEmpty() ? Double.NaN : number;
    }
}
