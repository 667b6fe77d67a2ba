package io.dbvitals.demo.bench.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of figures, for people and for machines. */
final class Table {
    private static final int RATIO_DECIMALS = 2;

    private final List<String> columns;
    private final int ratiosFrom;
    private final List<Row> rows = new ArrayList<>();

    /** @param ratios how many columns at the end are ratios */
    Table(List<String> columns, int ratios) {
        this.columns = List.copyOf(columns);
        this.ratiosFrom = columns.size() - ratios;
    }

    /**
     * A line of the table.
     *
     * @param decimals shown to people
     * @param values one for each column; NaN where there is none
     */
    private record Row(String title, String key, int decimals, List<Double> values) {}

    void add(String title, String key, int decimals, List<Double> values) {
        rows.add(new Row(title, key, decimals, List.copyOf(values)));
    }

    String markdown() {
        StringBuilder text =
                new StringBuilder("| | ").append(String.join(" | ", columns)).append(" |\n|---|");
        text.append("--:|".repeat(columns.size())).append('\n');
        for (Row row : rows) {
            text.append("| ").append(row.title()).append(" |");
            for (int i = 0; i < row.values().size(); i++) {
                int decimals = i < ratiosFrom ? row.decimals() : RATIO_DECIMALS;
                text.append(' ')
                        .append(number(row.values().get(i), decimals, "–"))
                        .append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** Members of an object: each key with the values of all columns. */
    String json() {
        List<String> members = new ArrayList<>();
        for (Row row : rows) {
            List<String> values =
                    row.values().stream().map(value -> number(value, 4, "null")).toList();
            String value = columns.size() == 1 ? values.get(0) : "[" + String.join(", ", values) + "]";
            members.add("\"" + row.key() + "\": " + value);
        }
        return String.join(",\n  ", members);
    }

    private static String number(double value, int decimals, String none) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : none;
    }
}
