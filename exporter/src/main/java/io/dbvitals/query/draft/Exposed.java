package io.dbvitals.query.draft;

import io.dbvitals.query.Column;
import io.dbvitals.query.Column.Use;
import io.dbvitals.query.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * One metric name that a column puts on the page.
 *
 * @param tail the column's name or alias that it comes from
 * @param type as the page writes it; {@code part of a histogram} for the names that a histogram takes besides its own
 */
public record Exposed(String name, String tail, String type, Column column) {
    private static final String PART = "part of a histogram";
    private static final List<String> HISTOGRAM_PARTS = List.of("_bucket", "_sum", "_count");

    /** Every name of a query, in the order of its columns. */
    public static List<Exposed> by(Query query) {
        List<Exposed> names = new ArrayList<>();
        for (Column column : query.columns()) {
            addNames(query.prefix(), column, names);
        }
        return names;
    }

    boolean isPart() {
        return type.equals(PART);
    }

    private static void addNames(String prefix, Column column, List<Exposed> names) {
        Use use = column.use();
        if (use instanceof Use.Label || use instanceof Use.Discard) {
            return;
        }
        List<String> tails = new ArrayList<>();
        tails.add(column.name());
        tails.addAll(column.aliases());
        for (String tail : tails) {
            String name = prefix.isEmpty() || tail.isEmpty() ? prefix + tail : prefix + "_" + tail;
            if (use instanceof Use.RowHistogram rows && rows.asGauges()) {
                HISTOGRAM_PARTS.forEach(part -> names.add(new Exposed(name + part, tail, "gauge", column)));
                continue;
            }
            names.add(new Exposed(name, tail, type(use, name), column));
            if (use instanceof Use.RowHistogram || use instanceof Use.ArrayHistogram) {
                HISTOGRAM_PARTS.forEach(part -> names.add(new Exposed(name + part, tail, PART, column)));
            }
        }
    }

    private static String type(Use use, String name) {
        if (use instanceof Use.Counter) {
            return name.endsWith("_total") ? "counter" : "untyped";
        }
        if (use instanceof Use.Untyped) {
            return "untyped";
        }
        if (use instanceof Use.Info) {
            return "info";
        }
        if (use instanceof Use.StateSet) {
            return "stateset";
        }
        if (use instanceof Use.RowHistogram rows) {
            return rows.cumulative() ? "histogram" : "gauge histogram";
        }
        if (use instanceof Use.ArrayHistogram arrays) {
            return arrays.cumulative() ? "histogram" : "gauge histogram";
        }
        return "gauge";
    }
}
