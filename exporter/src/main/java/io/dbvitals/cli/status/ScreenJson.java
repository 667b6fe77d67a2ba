package io.dbvitals.cli.status;

import io.dbvitals.cli.status.Screen.AlertRow;
import io.dbvitals.cli.status.Screen.Row;
import io.dbvitals.config.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The shape of {@code status --format json}: points of 100, {@code null} for what is not known. */
final class ScreenJson {
    private ScreenJson() {}

    static String of(Screen screen) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("status", ScreenText.text(screen.status()));
        root.put("timestamp", screen.at());
        root.put("source", screen.source());
        root.put("targets", screen.targets().stream().map(ScreenJson::row).toList());
        root.put("alerts", screen.alerts().stream().map(ScreenJson::alert).toList());
        root.put("alerts_trouble", Optional.of(screen.trouble()).filter(text -> !text.isEmpty()));
        return Json.write(root);
    }

    private static Map<String, Object> row(Row row) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("target", row.name());
        one.put("kind", row.kind());
        one.put("status", ScreenText.text(row.status()));
        one.put("score", row.score());
        one.put("reason", row.reason());
        return one;
    }

    private static Map<String, Object> alert(AlertRow alert) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("alert", alert.name());
        one.put("severity", alert.severity());
        one.put("about", alert.about());
        one.put("summary", alert.summary());
        one.put("starts_at", alert.startsAt());
        one.put("state", alert.state());
        return one;
    }
}
