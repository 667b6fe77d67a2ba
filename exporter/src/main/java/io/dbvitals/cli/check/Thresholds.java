package io.dbvitals.cli.check;

import io.dbvitals.app.check.Measure;
import io.dbvitals.app.check.service.Quantity;
import io.dbvitals.cli.terminal.nagios.Range;
import io.dbvitals.config.yaml.ConfigException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ranges of {@code -w} or {@code -c}: one for all values that count, and others for values by their labels. */
final class Thresholds {
    private static final String ALL = "";

    private final String option;
    private final Map<String, Range> ranges;

    private Thresholds(String option, Map<String, Range> ranges) {
        this.option = option;
        this.ranges = Map.copyOf(ranges);
    }

    /** {@code 10}, {@code waiting=5,idle_xact=10%}; the empty text alerts never. */
    static Thresholds parse(String option, String text) throws ConfigException {
        Map<String, Range> ranges = new HashMap<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int equals = part.lastIndexOf('=');
            Range range = Range.parse(part.substring(equals + 1))
                    .orElseThrow(
                            () -> new ConfigException(option + " must be a range such as 10, 5:20, @~:0, 90s, 16MB or"
                                    + " 80%, or label=range, not \"" + part + "\""));
            ranges.put(equals < 0 ? ALL : part.substring(0, equals).strip(), range);
        }
        return new Thresholds(option, ranges);
    }

    /** The labels that it names, for which there must be a value. */
    Set<String> labels() {
        Map<String, Range> named = new HashMap<>(ranges);
        named.remove(ALL);
        return named.keySet();
    }

    /** In the measure's own unit. */
    Optional<Range> of(Measure measure) throws ConfigException {
        Range range = ranges.get(measure.label());
        if (range == null && measure.counts()) {
            range = ranges.get(ALL);
        }
        if (range == null) {
            return Optional.empty();
        }
        if (!range.percent() || measure.quantity() == Quantity.PERCENT) {
            return Optional.of(range);
        }
        Range part = range;
        return Optional.of(measure.max()
                .map(max -> part.times(max / 100))
                .orElseThrow(() -> new ConfigException(
                        option + " cannot be a percentage: " + measure.label() + " has no largest value")));
    }
}
