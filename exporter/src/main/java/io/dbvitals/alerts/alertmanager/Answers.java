package io.dbvitals.alerts.alertmanager;

import io.dbvitals.alerts.Alert;
import io.dbvitals.alerts.Matcher;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.alerts.Silence;
import io.dbvitals.config.json.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Alerts and silences as Alertmanager writes them, and takes them. */
final class Answers {
    private Answers() {}

    static Alert alert(JsonNode json) {
        JsonNode status = json.member("status").orElse(json);
        return new Alert(
                json.text("fingerprint"),
                texts(json, "labels"),
                texts(json, "annotations"),
                moment(json.text("startsAt")),
                moment(json.text("endsAt")),
                Alert.State.of(status.text("state")),
                status.items("silencedBy").stream().map(JsonNode::text).toList(),
                status.items("inhibitedBy").stream().map(JsonNode::text).toList(),
                json.items("receivers").stream().map(each -> each.text("name")).toList(),
                json.text("generatorURL"));
    }

    static Silence silence(JsonNode json) {
        return new Silence(
                json.text("id"),
                new Matchers(
                        json.items("matchers").stream().map(Answers::matcher).toList()),
                moment(json.text("startsAt")),
                moment(json.text("endsAt")),
                json.text("createdBy"),
                json.text("comment"),
                json.member("status").orElse(json).text("state"));
    }

    /** {@code id}: empty for a new one. */
    static Map<String, Object> body(
            String id, Matchers matchers, Instant startsAt, Instant endsAt, String createdBy, String comment) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (!id.isEmpty()) {
            body.put("id", id);
        }
        body.put("matchers", matchers.all().stream().map(Answers::written).toList());
        body.put("startsAt", written(startsAt));
        body.put("endsAt", written(endsAt));
        body.put("createdBy", createdBy);
        body.put("comment", comment);
        return body;
    }

    static String written(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static Map<String, Object> written(Matcher matcher) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", matcher.name());
        json.put("value", matcher.value());
        json.put("isRegex", matcher.regex());
        json.put("isEqual", matcher.equal());
        return json;
    }

    /** Before version 0.22 there is no {@code isEqual}: all are. */
    private static Matcher matcher(JsonNode json) {
        return new Matcher(
                json.text("name"),
                json.text("value"),
                json.text("isRegex").equals("true"),
                !json.text("isEqual").equals("false"));
    }

    private static Map<String, String> texts(JsonNode json, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (json.member(name).orElse(json) instanceof JsonNode.Members members
                && json.member(name).isPresent()) {
            members.members()
                    .forEach(each -> texts.put(each.name(), each.value().text()));
        }
        return texts;
    }

    private static Instant moment(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
