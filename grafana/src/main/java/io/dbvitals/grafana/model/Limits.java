package io.dbvitals.grafana.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From where on a value is bad. Numbers that alerts use are named as {@code dbvitals:threshold} names them, and are its defaults.
 *
 * @param threshold kind and name of the alerts' threshold, as {@code postgres/connections_used_ratio}
 * @param worse on which side of the number it is bad
 */
public record Limits(Optional<String> threshold, Worse worse, Optional<Double> warning, Optional<Double> critical) {
    /** On which side it is bad. */
    public enum Worse {
        ABOVE,
        BELOW
    }

    /** From {@code value} on, the colour counts; the first step has no value. */
    public record Step(Optional<Double> value, String color) {}

    /** A colour begins at its number, so what exceeds 0 begins just after it. */
    private static final double JUST_ABOVE_ZERO = 1e-9;

    private static final String GOOD = "green";
    private static final String WARNING = "orange";
    private static final String CRITICAL = "red";

    /** All values are good. */
    public static Limits none() {
        return new Limits(Optional.empty(), Worse.ABOVE, Optional.empty(), Optional.empty());
    }

    /** Bad is what exceeds the number. */
    public static Limits warnAbove(double warning) {
        return new Limits(Optional.empty(), Worse.ABOVE, Optional.of(warning), Optional.empty());
    }

    /** Very bad is what exceeds the number. */
    public static Limits alarmAbove(double critical) {
        return new Limits(Optional.empty(), Worse.ABOVE, Optional.empty(), Optional.of(critical));
    }

    /** Bad, and very bad, is what exceeds the numbers. */
    public static Limits above(double warning, double critical) {
        return new Limits(Optional.empty(), Worse.ABOVE, Optional.of(warning), Optional.of(critical));
    }

    /** Bad is what stays below the number. */
    public static Limits warnBelow(double warning) {
        return new Limits(Optional.empty(), Worse.BELOW, Optional.of(warning), Optional.empty());
    }

    /** Very bad is what stays below the number. */
    public static Limits alarmBelow(double critical) {
        return new Limits(Optional.empty(), Worse.BELOW, Optional.empty(), Optional.of(critical));
    }

    /** Bad, and very bad, is what stays below the numbers. */
    public static Limits below(double warning, double critical) {
        return new Limits(Optional.empty(), Worse.BELOW, Optional.of(warning), Optional.of(critical));
    }

    /** The same numbers, said to be the defaults of an alert's threshold. */
    public Limits of(String name) {
        return new Limits(Optional.of(name), worse, warning, critical);
    }

    public boolean any() {
        return warning.isPresent() || critical.isPresent();
    }

    /** The colours from the lowest value to the highest. */
    public List<Step> steps() {
        if (!any()) {
            return List.of(step(Optional.empty(), GOOD));
        }
        if (worse == Worse.ABOVE) {
            return present(
                    step(Optional.empty(), GOOD),
                    warning.map(value -> above(value, WARNING)),
                    critical.map(value -> above(value, CRITICAL)));
        }
        // Grafana's steps go upwards, so the worst comes first.
        if (critical.isEmpty()) {
            return List.of(step(Optional.empty(), WARNING), step(warning, GOOD));
        }
        return present(
                step(Optional.empty(), CRITICAL),
                warning.map(value -> step(critical, WARNING)),
                Optional.of(step(warning.isPresent() ? warning : critical, GOOD)));
    }

    private static List<Step> present(Step first, Optional<Step> second, Optional<Step> third) {
        return Stream.of(Optional.of(first), second, third)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Step above(double value, String color) {
        return step(Optional.of(value == 0 ? JUST_ABOVE_ZERO : value), color);
    }

    private static Step step(Optional<Double> value, String color) {
        return new Step(value, color);
    }
}
