package io.dbvitals.cli.status;

import io.dbvitals.cli.service.Service;
import io.dbvitals.cli.service.ServiceException;
import io.dbvitals.cli.status.Screen.AlertRow;
import io.dbvitals.cli.status.Screen.Row;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.config.select.Globs;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.health.HealthReport.Status;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code /api/v1/dashboard}. */
final class FromService {
    private FromService() {}

    /** {@code names} are globs of targets; empty for all. */
    static Screen read(Service service, List<String> names)
            throws ServiceException, ConfigException, InterruptedException {
        return screen(service.get("/api/v1/dashboard"), service.name(), names);
    }

    static Screen screen(JsonNode dashboard, String source, List<String> names) {
        List<Row> rows = dashboard.items("targets").stream()
                .filter(card -> names.isEmpty() || Globs.any(names, card.text("name")))
                .map(FromService::row)
                .toList();
        JsonNode alerts = dashboard.member("alerts").orElse(dashboard);
        return new Screen(
                instant(dashboard.text("timestamp")),
                source,
                rows,
                alerts.items("rows").stream().map(FromService::alert).toList(),
                alerts.text("trouble"));
    }

    private static Row row(JsonNode card) {
        double score = card.number("score");
        Status status = status(card.text("status"));
        Optional<JsonNode> worst = card.items("losses").stream().findFirst();
        String error = card.text("error");
        String reason = !error.isEmpty()
                ? error
                : worst.map(loss -> reason(loss.text("component"), loss.text("cause"), loss.number("points")))
                        .orElse("");
        boolean paused = card.text("paused").equals("true");
        return new Row(
                card.text("name"),
                card.text("kind"),
                status,
                Double.isNaN(score) ? Optional.empty() : Optional.of(score),
                paused ? "paused" + (reason.isEmpty() ? "" : "; " + reason) : reason,
                status == Status.DEGRADED && Double.isNaN(score));
    }

    static String reason(String component, String cause, double points) {
        String lost = Double.isFinite(points) && points > 0 ? String.format(Locale.ROOT, " (-%.1f)", points) : "";
        return component + ": " + cause + lost;
    }

    private static AlertRow alert(JsonNode alert) {
        JsonNode labels = alert.member("labels").orElse(alert);
        boolean acknowledged = alert.text("acknowledged").equals("true");
        return new AlertRow(
                alert.text("name"),
                alert.text("severity"),
                AlertPlace.of(labels::text),
                alert.text("summary"),
                instant(alert.text("starts_at")),
                acknowledged ? "acknowledged" : alert.text("state"));
    }

    private static Status status(String text) {
        return Arrays.stream(Status.values())
                .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElse(Status.DEGRADED);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            // Of a service that writes it in another way: it is as good as now.
            return Instant.now();
        }
    }
}
