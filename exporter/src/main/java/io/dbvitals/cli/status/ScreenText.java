package io.dbvitals.cli.status;

import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.cli.status.Screen.AlertRow;
import io.dbvitals.cli.status.Screen.Row;
import io.dbvitals.config.yaml.Durations;
import io.dbvitals.health.HealthReport.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The screen for people: targets, the worst first, and below them the alerts. */
final class ScreenText {
    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m";

    private final boolean colours;

    /** @param colours for a terminal */
    ScreenText(boolean colours) {
        this.colours = colours;
    }

    List<String> lines(Screen screen) {
        List<String> lines = new ArrayList<>();
        lines.add(screen.at().truncatedTo(ChronoUnit.SECONDS) + "  " + head(screen) + "  "
                + Texts.plain(screen.source()));
        lines.add("");
        int name = widest("TARGET", screen.targets().stream().map(Row::name).toList());
        int kind = widest("KIND", screen.targets().stream().map(Row::kind).toList());
        String format = "%s  %-" + name + "s  %-" + kind + "s  %5s  %s";
        lines.add(String.format(format, "STATUS   ", "TARGET", "KIND", "SCORE", "REASON"));
        for (Row row : screen.targets()) {
            lines.add(String.format(
                            format,
                            coloured(row.status(), String.format("%-9s", text(row.status()))),
                            Texts.plain(row.name()),
                            Texts.plain(row.kind()),
                            row.score()
                                    .map(score -> String.valueOf(score.intValue()))
                                    .orElse("-"),
                            Texts.plain(row.reason()))
                    .stripTrailing());
        }
        lines.add("");
        alerts(screen, lines);
        return lines;
    }

    /** One for each target: for a log. */
    List<String> plainLines(Screen screen) {
        List<String> lines = new ArrayList<>();
        String at = screen.at().truncatedTo(ChronoUnit.SECONDS) + " ";
        for (Row row : screen.targets()) {
            lines.add(at + Texts.plain(row.name()) + " " + text(row.status())
                    + row.score().map(score -> " " + score.intValue()).orElse("")
                    + (row.reason().isEmpty() ? "" : " " + Texts.plain(row.reason())));
        }
        for (AlertRow alert : screen.alerts()) {
            lines.add(at + "alert " + alert(screen.at(), alert));
        }
        if (screen.targets().isEmpty()) {
            lines.add(at + "no target was selected");
        }
        return lines;
    }

    private static String head(Screen screen) {
        if (screen.targets().isEmpty()) {
            return "no target was selected";
        }
        return screen.targets().size() + (screen.targets().size() == 1 ? " target: " : " targets: ")
                + screen.count(Status.UNHEALTHY) + " unhealthy, " + screen.count(Status.DEGRADED) + " degraded, "
                + screen.count(Status.HEALTHY) + " healthy";
    }

    private void alerts(Screen screen, List<String> lines) {
        if (!screen.trouble().isEmpty()) {
            lines.add("alerts are not known: " + Texts.plain(screen.trouble()));
        } else if (screen.alerts().isEmpty()) {
            lines.add("no alert fires");
        } else {
            lines.add(
                    screen.alerts().size() == 1
                            ? "1 alert fires"
                            : screen.alerts().size() + " alerts fire");
        }
        for (AlertRow alert : screen.alerts()) {
            String line = alert(screen.at(), alert);
            lines.add("  " + (alert.severity().equals("critical") ? coloured(Status.UNHEALTHY, line) : line));
        }
    }

    private static String alert(Instant now, AlertRow alert) {
        Duration age = Duration.between(alert.startsAt(), now);
        String since = Durations.format(
                age.toMinutes() > 0
                        ? Duration.ofMinutes(age.toMinutes())
                        : Duration.ofSeconds(Math.max(0, age.toSeconds())));
        String line = String.join(
                " ",
                alert.severity().isEmpty() ? "warning" : alert.severity(),
                alert.name(),
                alert.about(),
                "for " + since,
                alert.state().equals("active") ? "" : "(" + alert.state() + ")");
        String summary = alert.summary().isEmpty() ? "" : ": " + alert.summary();
        return Texts.plain(line.strip().replaceAll(" +", " ") + summary);
    }

    private static int widest(String head, List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0) < head.length()
                ? head.length()
                : texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private String coloured(Status status, String text) {
        if (!colours) {
            return text;
        }
        return switch (status) {
                    case UNHEALTHY -> RED;
                    case DEGRADED -> YELLOW;
                    case HEALTHY -> GREEN;
                }
                + text
                + PLAIN;
    }

    static String text(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
