package io.dbvitals.cli.terminal.nagios;

import java.util.Optional;

/**
 * One value that graphs are drawn of: {@code 'label'=value[UOM];[warn];[crit];[min];[max]}.
 *
 * @param unit as {@link Unit} has it
 */
public record Performance(
        String label,
        double value,
        Unit unit,
        Optional<Range> warning,
        Optional<Range> critical,
        Optional<Double> min,
        Optional<Double> max) {
    public Performance {
        label = PluginOutput.plain(label).strip();
        min = min.filter(Double::isFinite);
        max = max.filter(Double::isFinite);
    }

    /** With no bounds. */
    public static Performance of(String label, double value, Unit unit) {
        return new Performance(
                label, value, unit, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What a value is counted in. */
    public enum Unit {
        NONE("", 1),
        SECONDS("s", 1),
        MILLIS("ms", 1e-3),
        MICROS("us", 1e-6),
        PERCENT("%", 1),
        BYTES("B", 1),
        KILOBYTES("KB", 1 << 10),
        MEGABYTES("MB", 1 << 20),
        GIGABYTES("GB", 1 << 30),
        TERABYTES("TB", (double) (1L << 40)),
        /** It only grows, until it starts again. */
        COUNTER("c", 1);

        private final String symbol;
        private final double factor;

        Unit(String symbol, double factor) {
            this.symbol = symbol;
            this.factor = factor;
        }

        public String symbol() {
            return symbol;
        }

        private Unit strict() {
            return switch (this) {
                case MILLIS, MICROS -> SECONDS;
                case KILOBYTES, MEGABYTES, GIGABYTES, TERABYTES -> BYTES;
                default -> this;
            };
        }
    }

    /** Whether it is a number that can be written. */
    boolean finite() {
        return Double.isFinite(value) && !label.isEmpty();
    }

    Performance named(String other) {
        return new Performance(other, value, unit, warning, critical, min, max);
    }

    /** The same in one of the units {@code s}, {@code B}, {@code %} and {@code c}, to which some readers are limited. */
    Performance strict() {
        double factor = unit.factor;
        return new Performance(
                label,
                value * factor,
                unit.strict(),
                warning.map(range -> range.times(factor)),
                critical.map(range -> range.times(factor)),
                min.map(bound -> bound * factor),
                max.map(bound -> bound * factor));
    }

    /** Without what is empty at the end. */
    @Override
    public String toString() {
        String quoted = label.matches(".*[\\s='].*") ? "'" + label.replace("'", "''") + "'" : label;
        String all = quoted + "=" + Decimal.write(value) + unit.symbol
                + ";" + warning.map(Range::toString).orElse("")
                + ";" + critical.map(Range::toString).orElse("")
                + ";" + min.map(Decimal::write).orElse("")
                + ";" + max.map(Decimal::write).orElse("");
        return all.replaceFirst(";+$", "");
    }
}
