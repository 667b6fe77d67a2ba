package io.dbvitals.cli.metrics;

import io.dbvitals.app.health.Checkups;
import io.dbvitals.app.health.TargetHealth;
import io.dbvitals.cli.metrics.Sheet.Figure;
import io.dbvitals.cli.metrics.Sheet.Past;
import io.dbvitals.cli.metrics.Sheet.Series;
import io.dbvitals.cli.service.Service;
import io.dbvitals.cli.service.ServiceException;
import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.config.json.JsonNode.Members;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.health.score.Vital.Knowledge;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what is shown: of a service that runs, or of the targets themselves. */
final class Sheets {
    private static final Checkups.Patience PATIENCE = new Checkups.Patience(Duration.ofSeconds(2), 1);

    private Sheets() {}

    /** By {@code /api/v1/metrics} and, of one database, its history. */
    static List<Sheet> of(Service service, Optional<String> database, int hours)
            throws ServiceException, ConfigException, InterruptedException {
        String name = database.map(
                        each -> URLEncoder.encode(each, StandardCharsets.UTF_8).replace("+", "%20"))
                .orElse("");
        JsonNode now = service.get("/api/v1/metrics?limit=1000" + (name.isEmpty() ? "" : "&database=" + name));
        Past past = name.isEmpty()
                ? Past.none("")
                : past(service.get("/api/v1/metrics/" + name + "/history?hours=" + hours));
        return now.items("targets").stream().map(each -> sheet(each, past)).toList();
    }

    static Sheet sheet(JsonNode target, Past past) {
        List<Figure> figures = new ArrayList<>();
        if (target.member("components").orElse(target) instanceof Members components) {
            components
                    .members()
                    .forEach(each -> figures.add(new Figure(
                            each.name(),
                            number(each.value(), "value"),
                            number(each.value(), "points_lost").orElse(0.0),
                            each.value().text("cause"))));
        }
        return new Sheet(
                target.text("target"),
                target.text("kind"),
                target.text("status"),
                Optional.of(target.text("up")).filter(up -> !up.isEmpty()).map(Boolean::valueOf),
                number(target, "score"),
                number(target, "response_seconds"),
                instant(target.text("read_at")),
                target.text("error"),
                figures,
                past);
    }

    static Past past(JsonNode history) {
        return new Past(
                history.text("source"),
                history.text("trouble"),
                history.items("timestamps").stream()
                        .map(each -> Long.valueOf(each.text()))
                        .toList(),
                history.items("series").stream()
                        .map(each -> new Series(
                                each.text("name"),
                                each.items("values").stream().map(Sheets::value).toList()))
                        .toList());
    }

    /** By reading the targets. */
    static List<Sheet> of(Config config, Optional<String> database, int hours)
            throws ConfigException, InterruptedException {
        List<String> names = config.targets().stream().map(TargetConfig::name).toList();
        if (database.isPresent() && !names.contains(database.get())) {
            throw new ConfigException("--database: there is no such target; there are: " + String.join(", ", names));
        }
        List<Sheet> sheets = new ArrayList<>();
        for (TargetHealth health : Checkups.of(config, database.stream().toList(), PATIENCE)) {
            sheets.add(
                    sheet(health, database.isEmpty() ? Past.none("") : Backwards.of(config, health.target(), hours)));
        }
        return sheets;
    }

    private static Sheet sheet(TargetHealth health, Past past) {
        return new Sheet(
                health.target(),
                health.kind(),
                health.status().name().toLowerCase(Locale.ROOT),
                Optional.of(health.reading().isPresent()),
                Optional.of(health.score().points()),
                health.reading().map(reading -> reading.response().toNanos() / 1e9),
                health.reading().map(reading -> health.at()),
                health.error(),
                health.score().components().stream()
                        .filter(component -> component.knowledge() != Knowledge.NOT_APPLICABLE)
                        .map(component ->
                                new Figure(component.name(), component.value(), component.lost(), component.cause()))
                        .toList(),
                past);
    }

    private static Optional<Double> number(JsonNode node, String name) {
        return Optional.of(node.number(name)).filter(value -> !value.isNaN());
    }

    private static double value(JsonNode node) {
        return node.text().matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?") ? Double.parseDouble(node.text()) : Double.NaN;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            // Of a service that writes it in another way.
            return Optional.empty();
        }
    }
}
