package io.dbvitals.cli.terminal.nagios;

import io.dbvitals.app.guard.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a plugin prints: {@code SERVICE STATE: text | performance data}, and below it what does not fit.
 *
 * @param service in capitals, as {@code POSTGRES_LOCKS}
 * @param text of the one line
 */
public record PluginOutput(
        String service, Level level, String text, List<Performance> performance, List<String> longLines) {
    public PluginOutput {
        service = plain(service).toUpperCase(Locale.ROOT);
        text = plain(text).strip();
        performance = Labels.apart(performance);
        longLines = longLines.stream().map(PluginOutput::plain).toList();
    }

    /** Nothing is known, and why. */
    public static PluginOutput unknown(String service, String text) {
        return new PluginOutput(service, Level.UNKNOWN, text, List.of(), List.of());
    }

    /** Every line ends without a line break. */
    public String render() {
        return lines(performance);
    }

    /** With units as the strictest readers take them. */
    public String renderStrictly() {
        return lines(performance.stream().map(Performance::strict).toList());
    }

    private String lines(List<Performance> shown) {
        List<String> lines = new ArrayList<>();
        String status = service + " " + level.name() + (text.isEmpty() ? "" : ": " + text);
        lines.add(
                shown.isEmpty()
                        ? status
                        : status + " | "
                                + String.join(
                                        " ",
                                        shown.stream()
                                                .map(Performance::toString)
                                                .toList()));
        lines.addAll(longLines);
        return String.join("\n", lines);
    }

    /** In one line, and without the sign that begins performance data. */
    static String plain(String text) {
        return Texts.plain(text.replaceAll("\\s*[\\r\\n]+\\s*", " ").replace('\t', ' '))
                .replace('|', '/');
    }
}
