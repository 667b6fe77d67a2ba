package io.dbvitals.api.alerts;

import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.config.yaml.Durations;
import io.dbvitals.http.answer.Refusal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The body of a call, read strictly: what nobody asks for is a mistake. */
final class Wish {
    private final JsonNode.Members members;

    private Wish(JsonNode.Members members) {
        this.members = members;
    }

    /** {@code known}: the members that it may have. */
    static Wish of(String body, List<String> known) throws Refusal {
        JsonNode json;
        try {
            json = JsonNode.parse(body.isBlank() ? "{}" : body);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "the body is no JSON: " + e.getMessage());
        }
        if (!(json instanceof JsonNode.Members members)) {
            throw new Refusal(400, "the body must be a JSON object");
        }
        for (JsonNode.Member each : members.members()) {
            if (!known.contains(each.name())) {
                throw new Refusal(400, "unknown member \"" + each.name() + "\"; known are " + String.join(", ", known));
            }
        }
        return new Wish(members);
    }

    /** Empty where it is absent. */
    String text(String name) throws Refusal {
        Optional<JsonNode> value = members.member(name);
        if (value.isPresent() && !(value.get() instanceof JsonNode.Value)) {
            throw new Refusal(400, "\"" + name + "\" must be a text");
        }
        return members.text(name);
    }

    Optional<Duration> duration(String name) throws Refusal {
        String text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Durations.parse(text)
                .orElseThrow(() -> new Refusal(
                        400, "\"" + name + "\" must be a duration such as 15m or 2h, not \"" + text + "\"")));
    }

    /** A list of texts as {@code alertname="PgBlocked"}. */
    Matchers matchers() throws Refusal, AlertingException {
        JsonNode value = members.member("matchers").orElse(new JsonNode.Array(List.of()));
        if (!(value instanceof JsonNode.Array array)
                || !array.items().stream().allMatch(JsonNode.Value.class::isInstance)) {
            throw new Refusal(400, "\"matchers\" must be a list of texts, as [\"alertname=\\\"PgBlocked\\\"\"]");
        }
        return Matchers.parse(array.items().stream().map(JsonNode::text).toList());
    }

    Map<String, String> labels() throws Refusal {
        Map<String, String> labels = new LinkedHashMap<>();
        JsonNode value = members.member("labels").orElse(new JsonNode.Members(List.of()));
        if (!(value instanceof JsonNode.Members all)
                || !all.members().stream().allMatch(each -> each.value() instanceof JsonNode.Value)) {
            throw new Refusal(400, "\"labels\" must be an object of texts, as {\"severity\": \"critical\"}");
        }
        all.members().forEach(each -> labels.put(each.name(), each.value().text()));
        return labels;
    }
}
