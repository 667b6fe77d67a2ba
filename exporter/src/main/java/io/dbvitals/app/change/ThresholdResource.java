package io.dbvitals.app.change;

import io.dbvitals.api.body.JsonBody;
import io.dbvitals.config.Config.Threshold;
import io.dbvitals.config.thresholds.ThresholdChange;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Resource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST} sets a threshold, {@code DELETE} goes back to what the configuration says.
 *
 * <pre>
 * {"name": "connections_used_ratio", "target": "primary", "warning": 0.7, "critical": null}
 * </pre>
 */
public final class ThresholdResource implements Resource {
    private final Thresholds thresholds;

    public ThresholdResource(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    @Override
    public Answer answer(Call call) throws Refusal {
        ThresholdChange change = call.method().equals("DELETE")
                ? ThresholdChange.reset(
                        call.parameters().one("target", ""),
                        required(call.parameters().one("name", "")))
                : change(JsonBody.of(call));
        Thresholds.Changed changed = thresholds.change(change, call.caller().name());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("name", changed.name());
        answer.put("target", changed.target());
        answer.put("before", numbers(changed.before()));
        answer.put("now", numbers(changed.now()));
        return Answer.json(200, answer);
    }

    private static String required(String name) throws Refusal {
        if (name.isEmpty()) {
            throw new Refusal(400, "\"name\" is missing, as in ?name=connections_used_ratio");
        }
        return name;
    }

    private static ThresholdChange change(JsonBody body) throws Refusal {
        String name = body.requiredText("name");
        String target = body.text("target").orElse("");
        Map<String, Optional<Double>> numbers = new HashMap<>();
        for (String severity : ThresholdChange.SEVERITIES) {
            if (body.has(severity)) {
                numbers.put(severity, body.number(severity));
            }
        }
        body.finish();
        return new ThresholdChange(target, name, numbers);
    }

    /** Null where only the alert rules have a number. */
    static Map<String, Object> numbers(Optional<Threshold> threshold) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        ThresholdChange.SEVERITIES.forEach(
                severity -> numbers.put(severity, Thresholds.Changed.number(threshold, severity)));
        return numbers;
    }
}
