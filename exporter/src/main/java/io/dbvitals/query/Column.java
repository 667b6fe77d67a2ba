package io.dbvitals.query;

import io.dbvitals.config.yaml.Position;
import java.util.List;
import java.util.Map;

/**
 * What one column of a result becomes.
 *
 * @param column name in the result
 * @param name the label's name, or the tail of the metric's
 * @param aliases further tails that show the same samples
 * @param help empty: the query's help
 * @param scale factor on numbers; timestamps and booleans are never scaled by foreign formats
 * @param versions servers on which the column exists
 * @param optional its absence is no error
 */
public record Column(
        String column,
        String name,
        List<String> aliases,
        String help,
        Use use,
        double scale,
        boolean scaleTimesAndBooleans,
        String unit,
        OnNull onNull,
        VersionRange versions,
        boolean optional,
        Position position) {
    public Column {
        aliases = List.copyOf(aliases);
    }

    /** What a value is used for. */
    public sealed interface Use {
        /** A label of every series of the row. */
        record Label() implements Use {}

        record Gauge() implements Use {}

        /** Untyped on the page when the exposed name has no {@code _total}. */
        record Counter() implements Use {}

        record Untyped() implements Use {}

        record Discard() implements Use {}

        /** A gauge: the number that stands for the text; an unknown text gives no sample. */
        record MapText(Map<String, Double> values) implements Use {
            public MapText {
                values = Map.copyOf(values);
            }
        }

        /**
         * A gauge from an interval, Go duration text or plain number.
         *
         * @param perSecond of the exposed unit: 1 for seconds, 1,000 for milliseconds
         * @param numberPerSecond of the unit of a plain number in the result
         * @param minusOneIsNone a text of {@code -1} gives no sample
         */
        record DurationText(double perSecond, double numberPerSecond, boolean minusOneIsNone) implements Use {}

        /** A label of an info family. */
        record Info(String label) implements Use {}

        record StateSet(List<String> states) implements Use {
            public StateSet {
                states = List.copyOf(states);
            }
        }

        /** Each row is one observation; rows of equal labels make one histogram. */
        record RowHistogram(List<Double> buckets, boolean cumulative, boolean nativeHistogram, boolean asGauges)
                implements Use {
            public RowHistogram {
                buckets = List.copyOf(buckets);
            }
        }

        /** The column holds upper bounds; three others hold cumulative counts, sum and count. */
        record ArrayHistogram(String counts, String sum, String count, boolean cumulative) implements Use {}
    }

    /** What NULL becomes. */
    public sealed interface OnNull {
        record Skip() implements OnNull {}

        /** Of a label: the series of that row go without it. */
        record Omit() implements OnNull {}

        /** {@code value} before scaling; NaN for NaN. */
        record Value(double value) implements OnNull {}
    }
}
