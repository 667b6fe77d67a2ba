package io.dbvitals.grafana.json;

import io.dbvitals.grafana.model.Panel;
import io.dbvitals.grafana.model.Row;
import java.util.ArrayList;
import java.util.List;

/** Where panels lie on Grafana's grid of 24 columns. */
public final class Grid {
    public static final int COLUMNS = 24;

    private Grid() {}

    /** A rectangle on the grid; y grows downwards. */
    public record Place(int x, int y, int width, int height) {
        /** Whether both cover a cell. */
        public boolean overlaps(Place other) {
            return x < other.x + other.width
                    && other.x < x + width
                    && y < other.y + other.height
                    && other.y < y + height;
        }
    }

    /** Of each panel of the row, in reading order, when the first line begins at {@code top}. */
    static List<Place> places(Row row, int top) {
        List<Place> places = new ArrayList<>();
        int y = top;
        for (List<Panel> line : row.lines()) {
            int height = height(line);
            for (int i = 0; i < line.size(); i++) {
                int from = COLUMNS * i / line.size();
                places.add(new Place(from, y, COLUMNS * (i + 1) / line.size() - from, height));
            }
            y += height;
        }
        return places;
    }

    /** Of all its lines together. */
    static int height(Row row) {
        return row.lines().stream().mapToInt(Grid::height).sum();
    }

    private static int height(List<Panel> line) {
        return line.stream().mapToInt(panel -> panel.kind().height()).max().orElse(0);
    }
}
