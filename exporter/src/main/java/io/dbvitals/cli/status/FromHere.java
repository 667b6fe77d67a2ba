package io.dbvitals.cli.status;

import io.dbvitals.alerts.Alert;
import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.alerts.Silence;
import io.dbvitals.alerts.alertmanager.Alertmanagers;
import io.dbvitals.app.health.Checkups;
import io.dbvitals.app.health.TargetHealth;
import io.dbvitals.cli.status.Screen.AlertRow;
import io.dbvitals.cli.status.Screen.Row;
import io.dbvitals.config.Config;
import io.dbvitals.health.score.Component;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the targets, and the alerts where an Alertmanager is configured. */
final class FromHere {
    private static final Checkups.Patience PATIENCE = new Checkups.Patience(Duration.ofSeconds(2), 1);

    private FromHere() {}

    /** {@code names} are globs of targets; empty for all. */
    static Screen read(Config config, List<String> names, String why) throws InterruptedException {
        List<Row> rows =
                Checkups.of(config, names, PATIENCE).stream().map(FromHere::row).toList();
        String source = "read from here (" + why + ")";
        if (config.alerting().alertmanagers().isEmpty()) {
            return new Screen(
                    Instant.now(),
                    source,
                    rows,
                    List.of(),
                    "no Alertmanager is configured: see alerting.alertmanagers");
        }
        try {
            return new Screen(Instant.now(), source, rows, alerts(config), "");
        } catch (AlertingException e) {
            return new Screen(Instant.now(), source, rows, List.of(), String.valueOf(e.getMessage()));
        }
    }

    private static Row row(TargetHealth health) {
        String reason = health.reading().isEmpty()
                ? health.error()
                : health.findings().stream().findFirst().map(FromHere::reason).orElse("");
        return new Row(
                health.target(),
                health.kind(),
                health.status(),
                Optional.of(health.score().points()),
                reason,
                health.onlyUnknown());
    }

    private static String reason(Component component) {
        return FromService.reason(component.name(), component.cause(), component.lost());
    }

    private static List<AlertRow> alerts(Config config) throws AlertingException, InterruptedException {
        Alertmanagers alertmanagers = Alertmanagers.of(config.alerting(), Clock.systemUTC());
        List<Alert> alerts = alertmanagers.alerts(new Matchers(List.of()));
        Set<String> acknowledgements = alertmanagers.silences().stream()
                .filter(Silence::isAcknowledgement)
                .map(Silence::id)
                .collect(Collectors.toSet());
        return alerts.stream()
                .map(alert -> new AlertRow(
                        alert.name(),
                        alert.label("severity"),
                        AlertPlace.of(alert::label),
                        alert.annotations().getOrDefault("summary", ""),
                        alert.startsAt(),
                        alert.silencedBy().stream().anyMatch(acknowledgements::contains)
                                ? "acknowledged"
                                : alert.state().name().toLowerCase(Locale.ROOT)))
                .toList();
    }
}
