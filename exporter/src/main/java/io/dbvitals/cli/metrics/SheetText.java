package io.dbvitals.cli.metrics;

import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.cli.metrics.Sheet.Figure;
import io.dbvitals.cli.metrics.Sheet.Past;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Figures for people: what each is now, and in which bounds it was; on a terminal also its course. */
final class SheetText {
    private static final int WIDTH = 40;

    private final boolean terminal;

    SheetText(boolean terminal) {
        this.terminal = terminal;
    }

    List<String> lines(Sheet sheet) {
        List<String> lines = new ArrayList<>();
        lines.add(Texts.plain(sheet.target()) + ": " + Texts.plain(sheet.kind()) + ", " + Texts.plain(sheet.status())
                + (sheet.error().isEmpty() ? "" : ": " + Texts.plain(sheet.error())));
        lines.add(line("score", sheet.score(), "", sheet.past()));
        lines.add(line("response_seconds", sheet.responseSeconds(), "", sheet.past()));
        for (Figure figure : sheet.figures()) {
            lines.add(line(figure.name(), figure.value(), Texts.plain(figure.cause()), sheet.past()));
        }
        Past past = sheet.past();
        if (!past.source().isEmpty()) {
            lines.add("  history from " + Texts.plain(past.source()));
        }
        if (!past.trouble().isEmpty()) {
            lines.add("  " + (past.source().isEmpty() ? "no history: " : "note: ") + Texts.plain(past.trouble()));
        }
        return lines;
    }

    private String line(String name, Optional<Double> value, String cause, Past past) {
        List<Double> values = past.of(name);
        String course = terminal ? Sparkline.of(values, WIDTH) : "";
        return String.format(
                        Locale.ROOT,
                        "  %-18s%10s  %s%s%s",
                        Texts.plain(name),
                        value.map(SheetText::number).orElse("-"),
                        course.isEmpty() ? "" : course + "  ",
                        bounds(values),
                        cause)
                .stripTrailing();
    }

    private static String bounds(List<Double> values) {
        List<Double> known = values.stream().filter(Double::isFinite).sorted().toList();
        return known.isEmpty() ? "" : number(known.get(0)) + " to " + number(known.get(known.size() - 1)) + "  ";
    }

    /** Three digits that count. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return String.valueOf((long) value);
        }
        return Math.abs(value) >= 100
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
