package io.dbvitals.cli.alerts;

import io.dbvitals.alerts.Alert;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.alerts.Silence;
import io.dbvitals.api.alerts.FiringOne;
import io.dbvitals.api.alerts.PastOne;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.config.yaml.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Alerts for people: the headline first, what is known of it below. */
final class AlertText {
    private final Instant now;
    private final Consumer<String> line;

    AlertText(Instant now, Consumer<String> line) {
        this.now = now;
        this.line = text -> line.accept(Texts.plain(text));
    }

    void firing(FiringOne one) {
        Alert alert = one.alert();
        line.accept(severity(alert.label("severity")) + alert.name() + ": " + state(one) + ", for "
                + Durations.format(since(alert.startsAt())) + "  [" + alert.fingerprint() + "]");
        Optional.ofNullable(alert.annotations().get("summary")).ifPresent(text -> line.accept("  " + text));
        line.accept("  " + labels(alert.labels()));
        for (Silence each : one.silences()) {
            line.accept("  " + (each.isAcknowledgement() ? "acknowledged" : "suppressed") + " by " + each.createdBy()
                    + " until " + moment(each.endsAt()) + ": " + each.comment() + "  [" + each.id() + "]");
        }
        alert.runbook().ifPresent(url -> line.accept("  runbook: " + url));
    }

    void past(PastOne past) {
        var episode = past.episode();
        line.accept(moment(episode.start()) + "  "
                + (episode.firing()
                        ? "fires since " + Durations.format(since(episode.start()))
                        : "lasted " + Durations.format(episode.lasted().truncatedTo(ChronoUnit.SECONDS)))
                + "  " + severity(episode.labels().getOrDefault("severity", "")) + episode.name());
        line.accept("  " + labels(episode.labels()));
        for (PastOne.Silenced each : past.silenced()) {
            line.accept("  " + (each.acknowledged() ? "acknowledged" : "suppressed") + " by " + each.by() + " at "
                    + moment(each.from()) + ": " + each.comment());
        }
    }

    void made(Silence silence) {
        line.accept("silence " + silence.id() + " by " + silence.createdBy() + " until " + moment(silence.endsAt())
                + ": " + silence.matchers());
    }

    private Duration since(Instant moment) {
        Duration age = Duration.between(moment, now).truncatedTo(ChronoUnit.SECONDS);
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static String state(FiringOne one) {
        if (one.acknowledged()) {
            return "acknowledged";
        }
        return one.alert().state() == Alert.State.SUPPRESSED && one.silences().isEmpty()
                ? "inhibited by another alert"
                : one.alert().state().label();
    }

    private static String severity(String severity) {
        return severity.isEmpty() ? "" : severity.toUpperCase(Locale.ROOT) + " ";
    }

    /** Without those that the headline has. */
    private static String labels(Map<String, String> labels) {
        Map<String, String> rest = new TreeMap<>(labels);
        rest.remove("alertname");
        rest.remove("severity");
        return Matchers.exactly(rest).toString();
    }

    private static String moment(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
