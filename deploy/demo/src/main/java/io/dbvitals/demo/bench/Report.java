package io.dbvitals.demo.bench;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.bench.Figures.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The figures as tables; the first exporter is compared with each of the others.
 *
 * @param circumstances what was measured, where and how
 */
record Report(String circumstances, List<Figures> figures) {
    Report {
        figures = List.copyOf(figures);
    }

    String markdown() throws DemoException {
        Figures ours = figures.get(0);
        List<String> lines = new ArrayList<>();
        lines.add(circumstances);
        lines.add("");
        StringBuilder head = new StringBuilder("| |");
        StringBuilder rule = new StringBuilder("|---|");
        for (Figures each : figures) {
            head.append(' ').append(each.name()).append(" |");
            rule.append("--:|");
        }
        for (Figures peer : peers()) {
            head.append(" ratio to ").append(peer.name().replaceAll(".* ", "")).append(" |");
            rule.append("--:|");
        }
        lines.add(head.toString());
        lines.add(rule.toString());
        for (Figure figure : Figure.values()) {
            StringBuilder row = new StringBuilder("| ").append(figure.title()).append(" |");
            for (Figures each : figures) {
                row.append(' ')
                        .append(number(each.get(figure), figure.decimals()))
                        .append(" |");
            }
            for (Figures peer : peers()) {
                row.append(' ')
                        .append(number(ours.get(figure) / peer.get(figure), 2))
                        .append(" |");
            }
            lines.add(row.toString());
        }
        return String.join("\n", lines) + "\n";
    }

    String json() throws DemoException {
        List<String> exporters = new ArrayList<>();
        for (Figures each : figures) {
            List<String> values = new ArrayList<>();
            for (Figure figure : Figure.values()) {
                values.add("\"" + figure.key() + "\": " + number(each.get(figure), 3));
            }
            exporters.add("    {\"name\": \"" + each.name() + "\", " + String.join(", ", values) + "}");
        }
        return "{\n  \"circumstances\": \"" + circumstances + "\",\n  \"exporters\": [\n"
                + String.join(",\n", exporters) + "\n  ]\n}\n";
    }

    private List<Figures> peers() {
        return figures.subList(1, figures.size());
    }

    private static String number(double value, int decimals) {
        // A ratio to nothing is none.
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "–";
    }
}
