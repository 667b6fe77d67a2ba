package io.dbvitals.cli.terminal.nagios;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A threshold of a plugin, {@code [@]start:end}: an alert is raised outside of it, with {@code @} inside of it, bounds included.
 * {@code 10} is {@code 0:10}, {@code 10:} has no end, {@code ~:10} no start.
 *
 * <p>Numbers may bear a unit: {@code 90s}, {@code 5m}, {@code 2h}, {@code 1d}, {@code 500ms}; {@code 16MB} and the like, by 1024; {@code
 * 80%} is a part of the largest possible value.
 *
 * @param alertsInside whether what lies in it is bad
 * @param start may be minus infinity
 * @param end may be infinity
 * @param percent of the largest possible value
 */
public record Range(boolean alertsInside, double start, double end, boolean percent) {
    private static final Pattern NUMBER = Pattern.compile("(-?\\d+(?:\\.\\d+)?|-?\\.\\d+)\\s*(%|[a-zA-Z]*)");
    private static final double KILO = 1024;
    private static final Map<String, Double> UNITS = Map.ofEntries(
            Map.entry("", 1.0),
            Map.entry("%", 1.0),
            Map.entry("us", 1e-6),
            Map.entry("ms", 1e-3),
            Map.entry("s", 1.0),
            Map.entry("m", 60.0),
            Map.entry("min", 60.0),
            Map.entry("h", 3_600.0),
            Map.entry("d", 86_400.0),
            Map.entry("b", 1.0),
            Map.entry("kb", KILO),
            Map.entry("mb", KILO * KILO),
            Map.entry("gb", KILO * KILO * KILO),
            Map.entry("tb", KILO * KILO * KILO * KILO));

    /** Empty where it is none, or its end comes before its start. */
    public static Optional<Range> parse(String text) {
        String rest = text.strip();
        boolean inside = rest.startsWith("@");
        if (inside) {
            rest = rest.substring(1);
        }
        int colon = rest.indexOf(':');
        String from = colon < 0 ? "0" : rest.substring(0, colon).strip();
        String to = colon < 0 ? rest.strip() : rest.substring(colon + 1).strip();
        Optional<Double> start = from.equals("~")
                ? Optional.of(Double.NEGATIVE_INFINITY)
                : from.isEmpty() ? Optional.of(0.0) : number(from);
        Optional<Double> end = colon >= 0 && to.isEmpty() ? Optional.of(Double.POSITIVE_INFINITY) : number(to);
        if (start.isEmpty() || end.isEmpty() || start.get() > end.get()) {
            return Optional.empty();
        }
        return Optional.of(new Range(inside, start.get(), end.get(), rest.contains("%")));
    }

    private static Optional<Double> number(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)))
                .map(unit -> unit * Double.parseDouble(matcher.group(1)))
                .filter(value -> !value.isInfinite());
    }

    /** Whether that value raises an alert; one that is no number does not. */
    public boolean alerts(double value) {
        if (Double.isNaN(value)) {
            return false;
        }
        boolean within = value >= start && value <= end;
        return within == alertsInside;
    }

    /** With bounds that are so many times as large: a part of {@code largest} as a value, or a value in another unit. */
    public Range times(double factor) {
        return new Range(alertsInside, start * factor, end * factor, false);
    }

    /** As performance data has it. */
    @Override
    public String toString() {
        String from = start == Double.NEGATIVE_INFINITY ? "~:" : start == 0 ? "" : Decimal.write(start) + ":";
        String to = end == Double.POSITIVE_INFINITY ? "" : Decimal.write(end);
        boolean bare = from.isEmpty() && to.isEmpty();
        return (alertsInside ? "@" : "") + (bare ? "0:" : from + to);
    }
}
