package io.dbvitals.cli.health;

import io.dbvitals.app.health.Remedies;
import io.dbvitals.app.health.TargetHealth;
import io.dbvitals.app.health.json.HealthJson;
import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.cli.terminal.nagios.Performance;
import io.dbvitals.cli.terminal.nagios.Performance.Unit;
import io.dbvitals.cli.terminal.nagios.PluginOutput;
import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.health.score.Component;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code health-check} answers as a plugin: who is not healthy and why, the worst first; scores and times of answers. */
final class HealthNagios {
    private static final double FULL = 100;

    private HealthNagios() {}

    static PluginOutput of(List<TargetHealth> all, Level level) {
        List<TargetHealth> worstFirst = all.stream()
                .sorted(Comparator.comparingDouble(health -> health.score().points()))
                .toList();
        String troubles = worstFirst.stream()
                .filter(health -> health.status() != Status.HEALTHY)
                .map(health -> health.target() + " " + text(health.status()) + ": " + why(health))
                .collect(Collectors.joining("; "));
        String text = all.isEmpty()
                ? "no target was selected"
                : all.size() == 1 ? all.get(0).target() + " is healthy" : all.size() + " targets are healthy";
        List<Performance> performance = new ArrayList<>();
        List<String> longLines = new ArrayList<>();
        for (TargetHealth health : worstFirst) {
            performance.add(new Performance(
                    health.target() + " score",
                    health.score().points(),
                    Unit.NONE,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(0.0),
                    Optional.of(FULL)));
            health.reading()
                    .ifPresent(reading -> performance.add(Performance.of(
                            health.target() + " response", reading.response().toNanos() / 1e9, Unit.SECONDS)));
            longLines.addAll(longLines(health));
        }
        return new PluginOutput("DBVITALS_HEALTH", level, troubles.isEmpty() ? text : troubles, performance, longLines);
    }

    private static String why(TargetHealth health) {
        return health.reading().isEmpty()
                ? health.error()
                : health.findings().stream()
                        .map(component -> component.name() + " " + HealthJson.severity(component))
                        .collect(Collectors.joining(", "));
    }

    private static List<String> longLines(TargetHealth health) {
        List<String> lines = new ArrayList<>();
        for (Component component : health.findings()) {
            lines.add(health.target() + " " + HealthJson.severity(component) + " " + component.name() + ": "
                    + component.cause());
        }
        if (health.status() != Status.HEALTHY) {
            Remedies.of(health).forEach(remedy -> lines.add(health.target() + " to do: " + remedy));
        }
        return lines;
    }

    private static String text(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
