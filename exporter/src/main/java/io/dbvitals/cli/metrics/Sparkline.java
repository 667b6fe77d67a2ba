package io.dbvitals.cli.metrics;

import java.util.ArrayList;
import java.util.List;

/** A course of values in one line: eight heights for a terminal. */
final class Sparkline {
    private static final String HEIGHTS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /**
     * From the least to the most; a blank where nothing is known, and nothing at all where nothing is ever known.
     *
     * @param values NaN where nothing is known
     * @param width characters at most: of several values that fall together the largest is shown
     */
    static String of(List<Double> values, int width) {
        List<Double> columns = columns(values, width);
        double least =
                columns.stream().filter(Double::isFinite).min(Double::compare).orElse(Double.NaN);
        double most =
                columns.stream().filter(Double::isFinite).max(Double::compare).orElse(Double.NaN);
        if (Double.isNaN(least)) {
            return "";
        }
        StringBuilder line = new StringBuilder();
        for (double value : columns) {
            int height =
                    most == least ? 0 : (int) Math.round((value - least) / (most - least) * (HEIGHTS.length() - 1));
            line.append(Double.isFinite(value) ? HEIGHTS.charAt(height) : ' ');
        }
        return line.toString();
    }

    private static List<Double> columns(List<Double> values, int width) {
        if (values.size() <= width) {
            return values;
        }
        List<Double> columns = new ArrayList<>();
        for (int column = 0; column < width; column++) {
            int from = column * values.size() / width;
            int to = Math.max(from + 1, (column + 1) * values.size() / width);
            columns.add(values.subList(from, to).stream()
                    .filter(Double::isFinite)
                    .max(Double::compare)
                    .orElse(Double.NaN));
        }
        return columns;
    }
}
