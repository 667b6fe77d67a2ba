package io.dbvitals.app.dashboard;

import io.dbvitals.alerts.Alert;
import io.dbvitals.api.dashboard.FiringAlert;
import io.dbvitals.api.dashboard.Section;
import io.dbvitals.app.survey.Firing;
import io.dbvitals.app.survey.Part;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The alerts that fire: the worst first, and those that nobody has acknowledged before others. */
final class AlertRows {
    private static final int MOST = 100;
    private static final List<String> SEVERITIES = List.of("critical", "warning", "info");

    private AlertRows() {}

    static Section<FiringAlert> of(Optional<Part.Seen<Firing>> seen) {
        if (seen.isEmpty()) {
            return Section.missing("being read");
        }
        Firing firing = seen.get().value();
        List<FiringAlert> rows = firing.alerts().stream()
                .map(alert -> row(alert, firing))
                .sorted(Comparator.comparing(AlertRows::rank)
                        .thenComparing(FiringAlert::acknowledged)
                        .thenComparing(FiringAlert::startsAt, Comparator.reverseOrder())
                        .thenComparing(FiringAlert::fingerprint))
                .toList();
        return new Section<>(
                rows.subList(0, Math.min(MOST, rows.size())),
                Optional.of(seen.get().at()),
                firing.trouble(),
                Math.max(0, rows.size() - MOST));
    }

    private static int rank(FiringAlert alert) {
        int rank = SEVERITIES.indexOf(alert.severity());
        return rank < 0 ? SEVERITIES.size() : rank;
    }

    private static FiringAlert row(Alert alert, Firing firing) {
        return new FiringAlert(
                alert.fingerprint(),
                alert.name(),
                alert.label("severity"),
                alert.annotations().getOrDefault("summary", ""),
                alert.annotations().getOrDefault("description", ""),
                alert.runbook(),
                alert.startsAt(),
                alert.state().label(),
                alert.silencedBy().stream().anyMatch(firing.acknowledgements()::contains),
                alert.silencedBy(),
                alert.labels());
    }
}
