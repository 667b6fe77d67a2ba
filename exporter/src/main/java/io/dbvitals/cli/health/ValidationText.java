package io.dbvitals.cli.health;

import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.app.validate.Validated;
import io.dbvitals.app.validate.check.Check;
import io.dbvitals.app.validate.check.Result;
import io.dbvitals.config.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What {@code validate} answers, in each of its formats. */
final class ValidationText {
    private ValidationText() {}

    static void lines(List<Validated> all, Consumer<String> out) {
        for (Validated each : all) {
            out.accept(each.target() + ": " + each.result().label());
            for (Check check : each.checks()) {
                out.accept(String.format(
                        "  %-9s%-13s%s", check.result().label(), check.name(), Texts.plain(check.reason())));
                if (!check.remedy().isEmpty()) {
                    out.accept("           to do        " + Texts.plain(check.remedy()));
                }
            }
        }
        if (all.isEmpty()) {
            out.accept("no target was selected");
        }
    }

    /** What is not as it should be, in one line. */
    static String waitingFor(List<Validated> all) {
        return all.stream()
                .flatMap(each -> each.checks().stream()
                        .filter(check -> check.result() == Result.FAILED || check.result() == Result.UNKNOWN)
                        .map(check -> each.target() + ": " + check.name() + ": " + Texts.plain(check.reason())))
                .collect(Collectors.joining(" - "));
    }

    static String json(List<Validated> all, Instant now) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", Validated.result(all).label());
        answer.put("timestamp", now);
        answer.put("targets", all.stream().map(ValidationText::target).toList());
        return Json.write(answer);
    }

    private static Map<String, Object> target(Validated each) {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("target", each.target());
        target.put("kind", each.kind());
        target.put("status", each.result().label());
        List<Map<String, Object>> checks = new ArrayList<>();
        for (Check check : each.checks()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("check", check.name());
            one.put("status", check.result().label());
            one.put("reason", check.reason());
            one.put("remedy", check.remedy());
            checks.add(one);
        }
        target.put("checks", checks);
        target.put(
                "migrations",
                each.migrations().stream()
                        .map(state -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("tool", state.tool().label());
                            one.put("database", state.place().database());
                            one.put("schema", state.place().schema());
                            one.put("table", state.place().table());
                            one.put("current", state.current());
                            one.put("applied", state.applied());
                            one.put("last_applied", state.lastAt());
                            one.put(
                                    "troubles",
                                    state.troubles().stream()
                                            .map(trouble ->
                                                    trouble.kind().name().toLowerCase(Locale.ROOT))
                                            .toList());
                            return one;
                        })
                        .toList());
        return target;
    }
}
