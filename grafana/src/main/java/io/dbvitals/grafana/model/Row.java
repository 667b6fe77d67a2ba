package io.dbvitals.grafana.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Panels under a title.
 *
 * @param closed its panels are asked for only when someone opens it
 * @param lines panels side by side, which share the width
 */
public record Row(String title, boolean closed, List<List<Panel>> lines) {
    public Row {
        lines = lines.stream().map(List::copyOf).toList();
    }

    public static Row open(String title) {
        return new Row(title, false, List.of());
    }

    public static Row closed(String title) {
        return new Row(title, true, List.of());
    }

    /** One more line. */
    public Row line(PanelBuilder... panels) {
        List<List<Panel>> more = new ArrayList<>(lines);
        more.add(List.of(panels).stream().map(PanelBuilder::build).toList());
        return new Row(title, closed, more);
    }

    /** All panels in reading order. */
    public List<Panel> panels() {
        return lines.stream().flatMap(List::stream).toList();
    }
}
