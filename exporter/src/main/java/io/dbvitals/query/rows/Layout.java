package io.dbvitals.query.rows;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;

/** How the columns of a result become labels and families; kept for as long as results come with the same columns. */
public final class Layout {
    private final List<String> columns;
    private final String[] labelNames;
    private final String[] constantValues;
    private final int[] labelIndexes;
    private final BitSet omittedWhenNull = new BitSet();
    private final int longestLabel;
    private final List<Supplier<Sink>> sinks;
    private final OptionalInt topIndex;

    /**
     * For results with exactly these columns.
     *
     * @param sinks each makes a new and empty one
     * @param topIndex the column by which the largest rows are kept
     */
    public Layout(List<String> columns, LabelColumns labels, List<Supplier<Sink>> sinks, OptionalInt topIndex) {
        this.columns = List.copyOf(columns);
        this.labelNames = labels.indexes().keySet().toArray(String[]::new);
        this.labelIndexes =
                labels.indexes().values().stream().mapToInt(Integer::intValue).toArray();
        this.constantValues = new String[labelNames.length];
        for (int i = 0; i < labelNames.length; i++) {
            constantValues[i] = labels.constants().getOrDefault(labelNames[i], "");
            omittedWhenNull.set(i, labels.omittedWhenNull().contains(labelNames[i]));
        }
        this.longestLabel = labels.longest();
        this.sinks = List.copyOf(sinks);
        this.topIndex = topIndex;
    }

    /**
     * Where the labels of a row come from.
     *
     * @param indexes name to the column that gives the value, or -1 for a constant
     * @param constants name to value
     * @param omittedWhenNull names of those that a row with NULL goes without; the others are then the empty text
     * @param longest value in characters; longer ones are cut
     */
    public record LabelColumns(
            SortedMap<String, Integer> indexes,
            Map<String, String> constants,
            Set<String> omittedWhenNull,
            int longest) {}

    /** Whether the result has the columns that this was made for. */
    boolean fits(Rows rows) {
        if (rows.columnCount() != columns.size()) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            if (!columns.get(i).equals(rows.columnName(i))) {
                return false;
            }
        }
        return true;
    }

    /** New and empty ones, for one result. */
    List<Sink> sinks() {
        return sinks.stream().map(Supplier::get).toList();
    }

    OptionalInt topIndex() {
        return topIndex;
    }

    Labels labels(Rows rows) throws CollectException {
        String[] values = constantValues.clone();
        BitSet omitted = omittedWhenNull.isEmpty() ? omittedWhenNull : new BitSet();
        for (int i = 0; i < labelIndexes.length; i++) {
            if (labelIndexes[i] >= 0) {
                String text = rows.text(labelIndexes[i]);
                values[i] = text.length() > longestLabel ? cut(text, longestLabel) : text;
                if (omittedWhenNull.get(i) && rows.wasNull()) {
                    omitted.set(i);
                }
            }
        }
        return omitted.isEmpty() ? Labels.of(labelNames, values) : without(omitted, values);
    }

    private Labels without(BitSet omitted, String[] values) {
        Labels.Builder left = Labels.builder();
        for (int i = omitted.nextClearBit(0); i < labelNames.length; i = omitted.nextClearBit(i + 1)) {
            left.label(labelNames[i], values[i]);
        }
        return left.build();
    }

    /** Not between the two halves of a character outside the basic plane, which no format could write. */
    private static String cut(String text, int length) {
        boolean halves = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, halves ? length - 1 : length);
    }
}
