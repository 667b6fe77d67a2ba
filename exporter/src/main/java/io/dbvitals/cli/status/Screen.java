package io.dbvitals.cli.status;

import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.health.HealthReport.Status;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is shown.
 *
 * @param source where it is from, for people
 * @param trouble why alerts may be missing; empty where all are there
 */
record Screen(Instant at, String source, List<Row> targets, List<AlertRow> alerts, String trouble) {
    Screen {
        targets = targets.stream()
                .sorted(Comparator.comparing(Row::status)
                        .reversed()
                        .thenComparing(row -> row.score().orElse(-1.0))
                        .thenComparing(Row::name))
                .toList();
        // Those of severity none, as the Watchdog, are for programs.
        alerts = alerts.stream()
                .filter(alert -> !alert.severity().equals("none"))
                .sorted(Comparator.comparing(
                                (AlertRow alert) -> !alert.severity().equals("critical"))
                        .thenComparing(AlertRow::startsAt))
                .toList();
    }

    /**
     * One target.
     *
     * @param score empty where none is known
     * @param reason what costs most; empty where nothing does
     * @param unknown whether it is only not healthy because something could not be found out
     */
    record Row(String name, String kind, Status status, Optional<Double> score, String reason, boolean unknown) {}

    /**
     * An alert that fires.
     *
     * @param state {@code active}, {@code acknowledged} or {@code suppressed}
     * @param about its labels that name a target
     */
    record AlertRow(String name, String severity, String about, String summary, Instant startsAt, String state) {}

    Status status() {
        return targets.stream().map(Row::status).max(Comparator.naturalOrder()).orElse(Status.DEGRADED);
    }

    long count(Status status) {
        return targets.stream().filter(row -> row.status() == status).count();
    }

    /** As of {@code health-check}: known to be bad goes before unknown, and that before healthy. */
    int exitCode() {
        return switch (status()) {
            case HEALTHY -> ExitCode.OK;
            case UNHEALTHY -> ExitCode.CRITICAL;
            case DEGRADED ->
                targets.stream().anyMatch(row -> row.status() == Status.DEGRADED && !row.unknown())
                        ? ExitCode.WARNING
                        : ExitCode.MISUSE;
        };
    }
}
