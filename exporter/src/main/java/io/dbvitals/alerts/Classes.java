package io.dbvitals.alerts;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Classes of characters as Alertmanager's expressions write them, {@code [[:alpha:]]}, which Java would take for the letters of the word. */
final class Classes {
    private static final Pattern NAMED = Pattern.compile("\\[:(\\^?)([a-z]+):]");

    private Classes() {}

    static String translated(String expression) {
        return NAMED.matcher(expression)
                .replaceAll(found -> Matcher.quoteReplacement(java(found.group(1), found.group(2))));
    }

    private static String java(String not, String name) {
        return switch (name) {
            case "word" -> not.isEmpty() ? "\\w" : "\\W";
            case "ascii" -> (not.isEmpty() ? "\\p" : "\\P") + "{ASCII}";
            case "xdigit" -> (not.isEmpty() ? "\\p" : "\\P") + "{XDigit}";
            default ->
                (not.isEmpty() ? "\\p" : "\\P") + "{" + name.substring(0, 1).toUpperCase(Locale.ROOT)
                        + name.substring(1) + "}";
        };
    }
}
