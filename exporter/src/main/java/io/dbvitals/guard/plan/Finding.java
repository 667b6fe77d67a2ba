package io.dbvitals.guard.plan;

import io.dbvitals.config.guard.GuardConfig.Rule;
import java.util.Locale;

/**
 * How much there is of what a rule counts.
 *
 * @param rule its name
 * @param value what was counted, or the part that it is of what is possible
 */
public record Finding(String rule, Rule bounds, double value, Severity severity) {
    /** From the mildest to the worst. */
    public enum Severity {
        OK,
        WARNING,
        CRITICAL
    }

    static Finding of(String rule, Rule bounds, double value) {
        return new Finding(
                rule,
                bounds,
                value,
                value >= bounds.critical()
                        ? Severity.CRITICAL
                        : value >= bounds.warning() ? Severity.WARNING : Severity.OK);
    }

    /** One line: {@code blocked sessions: 3 (warning 1, critical 5)}. */
    public String text() {
        return what() + ": " + value(value) + " (warning " + value(bounds.warning()) + ", critical "
                + value(bounds.critical()) + ")";
    }

    /** What is counted, in words. */
    public String what() {
        String counted = switch (bounds.measure()) {
            case CONNECTIONS -> "connections";
            case LOCKS -> "locks";
            case BLOCKED -> "blocked sessions";
            case IDLE_IN_TRANSACTION -> "idle transactions";
            case LONG_QUERIES -> "long-running queries";
            case OWN_FAILURES -> "failed readings in a row";
        };
        return bounds.ratio() ? "part of " + counted : counted;
    }

    /** A value or bound of this rule: a number, or per cent. */
    public String value(double number) {
        return bounds.ratio()
                ? String.format(Locale.ROOT, "%.0f%%", number * 100)
                : String.format(Locale.ROOT, "%.0f", number);
    }
}
