package io.dbvitals.instrumentation.pool.text;

/** What bars are drawn with. */
public enum Marks {
    ASCII('#', '.', " .:-=+*#", '>'),
    UNICODE('█', '░', "▁▂▃▄▅▆▇█", '…');

    private final char full;
    private final char empty;
    private final String levels;
    private final char cut;

    Marks(char full, char empty, String levels, char cut) {
        this.full = full;
        this.empty = empty;
        this.levels = levels;
        this.cut = cut;
    }

    /** What is not nothing is seen, and what is not full is not drawn as full. */
    String bar(double part, int width) {
        int length = (int) Math.round(within(part) * width);
        if (part > 0 && length == 0) {
            length = 1;
        }
        if (part < 1 && length == width) {
            length = width - 1;
        }
        return String.valueOf(full).repeat(length) + String.valueOf(empty).repeat(width - length);
    }

    char level(double part) {
        return levels.charAt((int) Math.round(within(part) * (levels.length() - 1)));
    }

    char cut() {
        return cut;
    }

    private static double within(double part) {
        return Math.min(1, Math.max(0, part));
    }
}
