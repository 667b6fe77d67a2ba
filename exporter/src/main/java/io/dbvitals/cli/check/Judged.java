package io.dbvitals.cli.check;

import io.dbvitals.app.check.Alarm;
import io.dbvitals.app.check.Measure;
import io.dbvitals.app.check.service.Quantity;
import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.cli.terminal.nagios.Performance;
import io.dbvitals.cli.terminal.nagios.Performance.Unit;
import io.dbvitals.cli.terminal.nagios.Range;
import io.dbvitals.config.yaml.ConfigException;
import java.util.Locale;
import java.util.Optional;

/**
 * A value and what is made of it.
 *
 * @param label with its target's name where there are several
 */
record Judged(String label, Measure measure, Optional<Range> warning, Optional<Range> critical, Level level) {
    private static final double KILO = 1024;

    static Judged of(String label, Measure measure, Thresholds warnings, Thresholds criticals) throws ConfigException {
        Optional<Range> warning = warnings.of(measure);
        Optional<Range> critical = criticals.of(measure);
        Level level = Level.OK;
        if (critical.isPresent() && critical.get().alerts(measure.value())) {
            level = Level.CRITICAL;
        } else if (warning.isPresent() && warning.get().alerts(measure.value())) {
            level = Level.WARNING;
        }
        Level alarm = measure.alarm().map(Judged::level).orElse(Level.OK);
        return new Judged(label, measure, warning, critical, alarm.compareTo(level) > 0 ? alarm : level);
    }

    private static Level level(Alarm alarm) {
        return switch (alarm) {
            case UNKNOWN -> Level.UNKNOWN;
            case WARNING -> Level.WARNING;
            case CRITICAL -> Level.CRITICAL;
        };
    }

    /** Whether something is known by it. */
    boolean tells() {
        return measure.alarm().isPresent() || (measure.counts() && Double.isFinite(measure.value()));
    }

    Performance performance() {
        Optional<Double> min = measure.quantity() == Quantity.COUNTER ? Optional.empty() : Optional.of(0.0);
        return new Performance(label, measure.value(), unit(), warning, critical, min, measure.max());
    }

    private Unit unit() {
        return switch (measure.quantity()) {
            case NUMBER -> Unit.NONE;
            case SECONDS -> Unit.SECONDS;
            case BYTES -> Unit.BYTES;
            case PERCENT -> Unit.PERCENT;
            case COUNTER -> Unit.COUNTER;
        };
    }

    /** As {@code app 12.3 s}. */
    String text() {
        return Double.isFinite(measure.value()) ? label + " " + amount() : label;
    }

    /** The same with what it was compared with. */
    String alert() {
        Optional<Range> crossed =
                level == Level.CRITICAL ? critical : level == Level.WARNING ? warning : Optional.empty();
        return text()
                + crossed.filter(range -> range.alerts(measure.value()))
                        .map(range -> " (" + (range.alertsInside() ? "within " : "outside ") + bounds(range) + ")")
                        .orElse("")
                + (measure.note().isEmpty() ? "" : ": " + measure.note());
    }

    private static String bounds(Range range) {
        String text = range.toString();
        return text.startsWith("@") ? text.substring(1) : text;
    }

    private String amount() {
        double value = measure.value();
        return switch (measure.quantity()) {
            case SECONDS -> String.format(Locale.ROOT, value < 1 ? "%.3f s" : "%.1f s", value);
            case PERCENT -> String.format(Locale.ROOT, "%.1f %%", value);
            case BYTES -> bytes(value);
            case NUMBER, COUNTER ->
                value == Math.rint(value)
                        ? String.format(Locale.ROOT, "%.0f", value)
                        : String.format(Locale.ROOT, "%.2f", value);
        };
    }

    private static String bytes(double value) {
        double rest = value;
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        int unit = 0;
        while (rest >= KILO && unit < units.length - 1) {
            rest /= KILO;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", rest, units[unit]);
    }
}
