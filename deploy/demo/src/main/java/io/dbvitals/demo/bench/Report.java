package io.dbvitals.demo.bench;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.bench.Figures.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The figures as tables: ours, those of the peers, and what ours are of theirs.
 *
 * @param circumstances what was measured, where and how
 * @param leftOut systems that were not measured, and why
 * @param peers exporters that read together what ours reads alone; may be none
 */
record Report(String circumstances, List<String> leftOut, Figures ours, List<Figures> peers) {
    Report {
        leftOut = List.copyOf(leftOut);
        peers = List.copyOf(peers);
    }

    String markdown() throws DemoException {
        Optional<Figures> theirs = theirs();
        List<Figures> columns = columns();
        List<String> lines = new ArrayList<>();
        lines.add(circumstances);
        if (!leftOut.isEmpty()) {
            lines.add("Left out, of dbvitals too: " + String.join("; ", leftOut) + ".");
        }
        lines.add("");
        lines.add("| |"
                + columns.stream().map(each -> " " + each.name() + " |").collect(Collectors.joining())
                + theirs.map(peer -> " ratio |").orElse(""));
        lines.add("|---|" + "--:|".repeat(columns.size() + (theirs.isPresent() ? 1 : 0)));
        for (Figure figure : Figure.values()) {
            StringBuilder row = new StringBuilder("| ").append(title(figure)).append(" |");
            for (Figures each : columns) {
                row.append(' ')
                        .append(number(each.get(figure), figure.decimals()))
                        .append(" |");
            }
            if (theirs.isPresent()) {
                row.append(' ').append(number(ratio(figure, theirs.get()), 2)).append(" |");
            }
            lines.add(row.toString());
        }
        return String.join("\n", lines) + "\n";
    }

    String json() throws DemoException {
        List<String> exporters = new ArrayList<>();
        exporters.add(json(ours));
        for (Figures peer : peers) {
            exporters.add(json(peer));
        }
        Optional<Figures> theirs = theirs();
        StringBuilder text = new StringBuilder("{\n  \"circumstances\": ").append(quoted(circumstances));
        text.append(",\n  \"left_out\": [")
                .append(leftOut.stream().map(Report::quoted).collect(Collectors.joining(", ")))
                .append("],\n  \"exporters\": [\n    ")
                .append(String.join(",\n    ", exporters))
                .append("\n  ]");
        if (theirs.isPresent()) {
            List<String> ratios = new ArrayList<>();
            for (Figure figure : Figure.values()) {
                ratios.add("\"" + figure.key() + "\": " + jsonNumber(ratio(figure, theirs.get())));
            }
            text.append(",\n  \"peers_together\": {").append(values(theirs.get()));
            text.append("},\n  \"ratios\": {").append(String.join(", ", ratios)).append('}');
        }
        return text.append("\n}\n").toString();
    }

    /** What ours is compared with: the only peer, or all of them together. */
    private Optional<Figures> theirs() throws DemoException {
        return switch (peers.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(peers.get(0));
            default -> Optional.of(Comparison.together(peers));
        };
    }

    private List<Figures> columns() throws DemoException {
        List<Figures> columns = new ArrayList<>(List.of(ours));
        columns.addAll(peers);
        if (peers.size() > 1) {
            columns.add(Comparison.together(peers));
        }
        return columns;
    }

    private String title(Figure figure) {
        return figure.title() + (figure.slowest() && peers.size() > 1 ? "; together: the slowest" : "");
    }

    private double ratio(Figure figure, Figures theirs) throws DemoException {
        return ours.get(figure) / theirs.get(figure);
    }

    private static String json(Figures figures) throws DemoException {
        return "{\"name\": " + quoted(figures.name()) + ", " + values(figures) + "}";
    }

    private static String values(Figures figures) throws DemoException {
        List<String> values = new ArrayList<>();
        for (Figure figure : Figure.values()) {
            values.add("\"" + figure.key() + "\": " + jsonNumber(figures.get(figure)));
        }
        return String.join(", ", values);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String jsonNumber(double value) {
        return Double.isFinite(value) ? number(value, 3) : "null";
    }

    private static String number(double value, int decimals) {
        // A ratio to nothing is none.
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "–";
    }
}
