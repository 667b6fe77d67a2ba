package io.dbvitals.query.write;

import io.dbvitals.config.yaml.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** YAML as a person would write it: plain words bare, SQL of several lines as a block, all else in double quotes. */
final class YamlText {
    private static final Pattern BARE = Pattern.compile("[A-Za-z_][A-Za-z0-9_ ./()%-]*(?<! )");
    private static final Set<String> WORDS = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder text = new StringBuilder();

    void line(int depth, String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }

    void comment(int depth, String comment) {
        line(depth, "# " + comment.replaceAll("\\s+", " "));
    }

    /** A key with a text that may have several lines. */
    void block(int depth, String key, String value) {
        if (!value.contains("\n") || !fitsBlock(value)) {
            line(depth, key + ": " + quoted(value));
            return;
        }
        line(depth, key + ": |-");
        for (String line : value.split("\n", -1)) {
            text.append(line.isEmpty() ? "" : "  ".repeat(depth + 1))
                    .append(line)
                    .append('\n');
        }
    }

    String text() {
        return text.toString();
    }

    /** A block keeps every character as it is, but takes its indentation from its first line and no control characters. */
    private static boolean fitsBlock(String value) {
        return !Character.isWhitespace(value.charAt(0))
                && value.codePoints().allMatch(c -> c == '\n' || c == '\t' || !escaped(c));
    }

    private static boolean escaped(int c) {
        return c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff;
    }

    static String quoted(String value) {
        if (BARE.matcher(value).matches() && !WORDS.contains(value.toLowerCase(Locale.ROOT))) {
            return value;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (escaped(c)) {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    static String list(List<String> values) {
        return values.stream().map(YamlText::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Whole numbers without a fraction. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    /** Exact to the nanosecond. */
    static String duration(Duration duration) {
        return duration.toNanos() % 1_000_000 == 0 ? Durations.format(duration) : duration.toNanos() + "ns";
    }
}
