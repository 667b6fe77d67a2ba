package io.dbvitals.query.draft;

import io.dbvitals.config.yaml.Position;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.Suggestion;
import io.dbvitals.query.Column;
import io.dbvitals.query.Column.Use;
import io.dbvitals.query.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What holds for a query of any format: its names are legal and no two of its columns claim the same one. */
public final class QueryRules {
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    /** Labels that the program itself puts on every series. */
    private static final Set<String> RESERVED = Set.of("server", "target");

    private QueryRules() {}

    /** {@code softer} takes what the other exporters let pass; the same as {@code problems} where all are to be refused. */
    public static void check(Query query, Problems problems, Problems softer) {
        metricNames(query, problems, softer);
        labelNames(query, problems, softer);
        query.limit().topBy().ifPresent(by -> topColumn(query, by, problems));
    }

    /** At least one column must show something. */
    public static void checkHasMetric(Query query, Problems problems) {
        if (Exposed.by(query).isEmpty()) {
            problems.add(
                    query.position(),
                    "the query \"" + query.id() + "\" has no column that becomes a metric; labels alone show nothing");
        }
    }

    private static void metricNames(Query query, Problems problems, Problems softer) {
        Map<String, Exposed> seen = new HashMap<>();
        for (Exposed exposed : Exposed.by(query)) {
            String name = exposed.name();
            Column column = exposed.column();
            if (!METRIC.matcher(name).matches()) {
                problems.add(
                        column.position(),
                        "\"" + name + "\" is no metric name: letters, digits, _ and : only, no digit first");
            }
            if (column.use() instanceof Use.Info && !name.endsWith("_info")) {
                problems.add(column.position(), "the info metric \"" + name + "\" must end in _info");
            }
            Exposed earlier = seen.putIfAbsent(name, exposed);
            if (earlier != null && clash(earlier.column(), column)) {
                // Histograms of which one is named like a part of the other work in postgres_exporter.
                boolean part = earlier.isPart() || exposed.isPart();
                (part ? softer : problems)
                        .add(
                                column.position(),
                                "the metric \"" + name + "\" is already given by column \""
                                        + earlier.column().column() + "\" at "
                                        + place(earlier.column().position()));
            }
        }
    }

    /** Several info columns make one family, and columns of different server versions never meet. */
    private static boolean clash(Column a, Column b) {
        return !(a.use() instanceof Use.Info && b.use() instanceof Use.Info)
                && a.versions().overlaps(b.versions());
    }

    private static void labelNames(Query query, Problems problems, Problems softer) {
        boolean histogram = query.columns().stream()
                .anyMatch(c -> c.use() instanceof Use.RowHistogram || c.use() instanceof Use.ArrayHistogram);
        Map<String, Column> seen = new HashMap<>();
        for (Column column : query.columns()) {
            String label = labelOf(column);
            if (label.isEmpty()) {
                continue;
            }
            if (!LABEL.matcher(label).matches() || label.startsWith("__")) {
                problems.add(
                        column.position(),
                        "\"" + label + "\" is no label name: letters, digits and _ only, no digit and no __ first");
            }
            if (RESERVED.contains(label)) {
                softer.add(
                        column.position(),
                        "the label \"" + label + "\" is set by dbvitals itself; give the column another name");
            }
            if (histogram && label.equals("le")) {
                problems.add(column.position(), "the label \"le\" belongs to the buckets of the histogram; rename it");
            }
            Column earlier = seen.putIfAbsent(label, column);
            // Of optional columns each server may have another one.
            boolean either = earlier != null && earlier.optional() && column.optional();
            if (earlier != null && !either && earlier.versions().overlaps(column.versions())) {
                problems.add(
                        column.position(),
                        "the label \"" + label + "\" is already given by column \"" + earlier.column() + "\" at "
                                + place(earlier.position()));
            }
        }
    }

    private static String labelOf(Column column) {
        if (column.use() instanceof Use.Info info) {
            return info.label();
        }
        return column.use() instanceof Use.Label ? column.name() : "";
    }

    private static void topColumn(Query query, String by, Problems problems) {
        List<String> columns = new ArrayList<>();
        for (Column column : query.columns()) {
            columns.add(column.column());
            if (column.use() instanceof Use.ArrayHistogram arrays) {
                columns.addAll(List.of(arrays.counts(), arrays.sum(), arrays.count()));
            }
        }
        if (!columns.contains(by)) {
            problems.add(
                    query.position(),
                    "\"limit.top.by\" names the column \"" + by + "\", which the query \"" + query.id()
                            + "\" does not declare" + Suggestion.of(by, columns));
        }
    }

    private static String place(Position position) {
        return "line " + position.line();
    }
}
