package io.dbvitals.sql;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers that a result holds as text. */
public final class NumberText {
    private static final Pattern PLAIN = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?");

    private NumberText() {}

    /** NaN for NULL; {@code BAD_DATA} for what is no number, as Go writes them. */
    public static double parse(@Nullable String text, String column) throws CollectException {
        if (text == null) {
            return Double.NaN;
        }
        String lower = text.trim().toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> {
                // Double.valueOf would also take Java's own "1d" and "0x1p3".
                if (!PLAIN.matcher(lower).matches()) {
                    throw new CollectException(Reason.BAD_DATA, "column " + column + " holds a text that is no number");
                }
                yield Double.parseDouble(lower);
            }
        };
    }
}
