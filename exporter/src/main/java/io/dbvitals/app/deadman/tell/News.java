package io.dbvitals.app.deadman.tell;

import io.dbvitals.config.json.Json;
import io.dbvitals.config.yaml.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is told: that the alert is missed, or that it is back.
 *
 * @param silence since it was last seen, or since the start; empty where it is back
 * @param hint why it is missed, as far as it is known
 */
public record News(
        boolean dead, String alert, Optional<Instant> lastSeen, Optional<Duration> silence, Optional<String> hint) {
    public String status() {
        return dead ? "dead" : "alive";
    }

    public String text() {
        if (!dead) {
            return alert + " is back: alerts arrive again";
        }
        String seen = lastSeen.map(at -> "was last seen at " + at.truncatedTo(ChronoUnit.SECONDS))
                .orElse("was never seen");
        return "no " + alert
                + silence.map(News::rounded).map(time -> " for " + time).orElse("") + ", it " + seen
                + ": Prometheus, Alertmanager or the way from there to here is down, and no other alert arrives"
                + hint.map(why -> " (" + why + ")").orElse("");
    }

    private static String rounded(Duration time) {
        Duration whole = time.toMinutes() > 1
                ? Duration.ofMinutes(time.toMinutes())
                : time.toSeconds() > 0 ? Duration.ofSeconds(time.toSeconds()) : time;
        return Durations.format(whole);
    }

    public String json() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", status());
        answer.put("text", text());
        answer.put("alert", alert);
        answer.put("last_seen", lastSeen);
        answer.put("silent_seconds", silence.map(time -> time.toMillis() / 1e3));
        return Json.write(answer);
    }
}
