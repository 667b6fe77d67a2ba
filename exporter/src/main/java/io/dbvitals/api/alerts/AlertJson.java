package io.dbvitals.api.alerts;

import io.dbvitals.alerts.Alert;
import io.dbvitals.alerts.Episode;
import io.dbvitals.alerts.Matcher;
import io.dbvitals.alerts.Silence;
import io.dbvitals.alerts.alertmanager.ChannelTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Alerts for programs, as the API and the commands write them. */
public final class AlertJson {
    private AlertJson() {}

    /**
     * An alert that fires.
     *
     * <pre>
     * {"fingerprint":"5f0c…","name":"PgBlocked","severity":"critical","state":"suppressed","acknowledged":true,
     *  "starts_at":"…","summary":"…","runbook":"https://…","labels":{…},"annotations":{…},"receivers":["oncall"],
     *  "silences":[…],"inhibited_by":[]}
     * </pre>
     */
    public static Map<String, Object> of(FiringOne one) {
        Alert alert = one.alert();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fingerprint", alert.fingerprint());
        json.put("name", alert.name());
        json.put("severity", some(alert.label("severity")));
        json.put("state", alert.state().label());
        json.put("acknowledged", one.acknowledged());
        json.put("starts_at", alert.startsAt());
        json.put("summary", Optional.ofNullable(alert.annotations().get("summary")));
        json.put("description", Optional.ofNullable(alert.annotations().get("description")));
        json.put("runbook", alert.runbook());
        json.put("labels", alert.labels());
        json.put("annotations", alert.annotations());
        json.put("receivers", alert.receivers());
        json.put("silences", one.silences().stream().map(AlertJson::of).toList());
        json.put("inhibited_by", alert.inhibitedBy());
        return json;
    }

    /** {@code {"id":"…","state":"active","acknowledgement":true,"by":"alice (dbvitals)","comment":"ACK! …",…}}. */
    public static Map<String, Object> of(Silence silence) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", silence.id());
        json.put("state", silence.state());
        json.put("acknowledgement", silence.isAcknowledgement());
        json.put("by", silence.createdBy());
        json.put("comment", silence.comment());
        json.put("starts_at", silence.startsAt());
        json.put("ends_at", silence.endsAt());
        json.put(
                "matchers",
                silence.matchers().all().stream().map(Matcher::toString).toList());
        return json;
    }

    /** One time that an alert fired: {@code {"name":"…","starts_at":"…","ends_at":null,"firing":true,"silenced":[…],…}}. */
    public static Map<String, Object> of(PastOne past) {
        Episode episode = past.episode();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", episode.name());
        json.put("severity", some(episode.labels().getOrDefault("severity", "")));
        json.put("starts_at", episode.start());
        json.put("ends_at", episode.firing() ? Optional.empty() : Optional.of(episode.end()));
        json.put("firing", episode.firing());
        json.put("duration_seconds", episode.lasted().toSeconds());
        json.put("labels", episode.labels());
        json.put("silenced", past.silenced().stream().map(AlertJson::silenced).toList());
        return json;
    }

    /** {@code {"receiver":"oncall","outcome":"attempted","detail":"…"}}; the outcome is never that it was delivered. */
    public static Map<String, Object> of(ChannelTest.Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("receiver", result.receiver());
        json.put("outcome", label(result.outcome()));
        json.put("detail", result.detail());
        return json;
    }

    /** {@code not routed}, {@code routed}, {@code attempted} or {@code failed}. */
    public static String label(ChannelTest.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A page of a list, and how long the whole is. */
    public static Map<String, Object> page(String name, List<Map<String, Object>> all, int offset, int limit) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("total", all.size());
        json.put("offset", offset);
        json.put("limit", limit);
        json.put(name, all.stream().skip(offset).limit(limit).toList());
        return json;
    }

    private static Map<String, Object> silenced(PastOne.Silenced silenced) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("by", silenced.by());
        json.put("comment", silenced.comment());
        json.put("starts_at", silenced.from());
        json.put("ends_at", silenced.until());
        json.put("acknowledgement", silenced.acknowledged());
        return json;
    }

    private static Optional<String> some(String text) {
        return Optional.of(text).filter(each -> !each.isEmpty());
    }
}
