package io.dbvitals.cli.metrics;

import io.dbvitals.cli.metrics.Sheet.Figure;
import io.dbvitals.cli.metrics.Sheet.Past;
import io.dbvitals.config.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shape of {@code metrics --json}: that of {@code /api/v1/metrics}, with the history in its place. */
final class SheetJson {
    private SheetJson() {}

    static String of(List<Sheet> sheets, Instant at) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("timestamp", at);
        root.put("targets", sheets.stream().map(SheetJson::sheet).toList());
        return Json.write(root);
    }

    private static Map<String, Object> sheet(Sheet sheet) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("target", sheet.target());
        one.put("kind", sheet.kind());
        one.put("status", sheet.status());
        one.put("up", sheet.up());
        one.put("score", sheet.score());
        one.put("response_seconds", sheet.responseSeconds());
        one.put("read_at", sheet.readAt());
        one.put("error", some(sheet.error()));
        Map<String, Object> components = new LinkedHashMap<>();
        for (Figure figure : sheet.figures()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("value", figure.value());
            each.put("points_lost", figure.lost());
            each.put("cause", figure.cause());
            components.put(figure.name(), each);
        }
        one.put("components", components);
        one.put("history", past(sheet.past()));
        return one;
    }

    private static Map<String, Object> past(Past past) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("source", some(past.source()));
        one.put("trouble", some(past.trouble()));
        one.put("timestamps", past.timestamps());
        one.put(
                "series",
                past.series().stream()
                        .map(series -> {
                            Map<String, Object> each = new LinkedHashMap<>();
                            each.put("name", series.name());
                            each.put("values", series.values());
                            return each;
                        })
                        .toList());
        return one;
    }

    private static Optional<String> some(String text) {
        return Optional.of(text).filter(each -> !each.isEmpty());
    }
}
