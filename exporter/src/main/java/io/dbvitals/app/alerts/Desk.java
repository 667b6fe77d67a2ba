package io.dbvitals.app.alerts;

import io.dbvitals.alerts.Alert;
import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.AlertingException.Reason;
import io.dbvitals.alerts.Episode;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.alerts.Silence;
import io.dbvitals.alerts.Suppression;
import io.dbvitals.alerts.alertmanager.Alertmanagers;
import io.dbvitals.alerts.alertmanager.ChannelTest;
import io.dbvitals.alerts.prometheus.History;
import io.dbvitals.alerts.prometheus.Prometheus;
import io.dbvitals.api.alerts.AlertDesk;
import io.dbvitals.api.alerts.FiringOne;
import io.dbvitals.api.alerts.PastOne;
import io.dbvitals.config.Config;
import io.dbvitals.guard.audit.AuditField;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Operates the alerts of the configured Prometheus and Alertmanagers. */
public final class Desk implements AlertDesk {
    private static final Logger logger = LoggerFactory.getLogger(Desk.class);
    private static final int MOST_NAMED = 10;
    private static final Matchers ALL = new Matchers(List.of());

    private final Config.Alerting alerting;
    private final Path auditFile;
    private final OnRecord record;
    private final Clock clock;
    private Optional<Alertmanagers> alertmanagers = Optional.empty();
    private Optional<Prometheus> prometheus = Optional.empty();

    /** Nothing is asked or opened yet; {@code auditFile}: in which each change is put. */
    public Desk(Config.Alerting alerting, Path auditFile, Clock clock) {
        this.alerting = alerting;
        this.auditFile = auditFile;
        this.record = new OnRecord(auditFile, clock);
        this.clock = clock;
    }

    @Override
    public List<FiringOne> firing(Matchers filter) throws AlertingException, InterruptedException {
        List<Alert> alerts = alertmanagers().alerts(filter);
        boolean silenced = alerts.stream().anyMatch(each -> !each.silencedBy().isEmpty());
        Map<String, Silence> silences = silenced
                ? alertmanagers().silences().stream()
                        .collect(Collectors.toMap(Silence::id, each -> each, (one, same) -> one))
                : Map.of();
        return alerts.stream()
                .map(alert -> new FiringOne(
                        alert,
                        alert.silencedBy().stream()
                                .flatMap(id -> Optional.ofNullable(silences.get(id)).stream())
                                .toList()))
                .toList();
    }

    @Override
    public List<PastOne> history(Instant from, Instant to, Optional<String> name)
            throws AlertingException, InterruptedException {
        List<Episode> episodes = new History(prometheus()).between(from, to, name);
        Past past = new Past(episodes.isEmpty() ? List.of() : silences(), Remembered.in(auditFile));
        return episodes.stream().map(past::of).toList();
    }

    @Override
    public Silence acknowledge(Choice one, Optional<Duration> duration, String comment, String actor)
            throws AlertingException, InterruptedException {
        Alert alert = only(one);
        Duration time = duration.orElse(alerting.acknowledge());
        if (time.toSeconds() < 1 || time.compareTo(Suppression.LONGEST) > 0) {
            throw AlertingException.refused("an acknowledgement must last from 1s to 7d at first");
        }
        Suppression wanted = Suppression.acknowledging(alert, time, comment, actor);
        return made(OnRecord.ACKNOWLEDGED, wanted);
    }

    @Override
    public void unacknowledge(String id, String actor) throws AlertingException, InterruptedException {
        List<Silence> found = alertmanagers().silences().stream()
                .filter(each -> each.isAcknowledgement() && !each.isExpired())
                .toList();
        List<Silence> meant =
                found.stream().filter(each -> each.id().equals(id)).toList();
        if (meant.isEmpty()) {
            List<String> of = alertmanagers().alerts(ALL).stream()
                    .filter(each -> each.fingerprint().equals(id))
                    .flatMap(each -> each.silencedBy().stream())
                    .toList();
            meant = found.stream().filter(each -> of.contains(each.id())).toList();
        }
        if (meant.isEmpty()) {
            throw AlertingException.unknown("there is no acknowledgement \"" + id
                    + "\" that holds: name it by the id of its silence or the fingerprint of its alert");
        }
        for (Silence each : meant) {
            ended(OnRecord.UNACKNOWLEDGED, each, actor);
        }
    }

    @Override
    public Silence suppress(Matchers matchers, Duration duration, String comment, String actor)
            throws AlertingException, InterruptedException {
        return made(OnRecord.SUPPRESSED, Suppression.of(matchers, duration, comment, actor));
    }

    @Override
    public void unsuppress(String id, String actor) throws AlertingException, InterruptedException {
        Silence silence = alertmanagers().silences().stream()
                .filter(each -> each.id().equals(id) && !each.isExpired())
                .findFirst()
                .orElseThrow(() -> AlertingException.unknown("there is no suppression \"" + id + "\" that holds"));
        if (silence.isAcknowledgement()) {
            throw AlertingException.refused("\"" + id + "\" is an acknowledgement, no suppression: take that back");
        }
        ended(OnRecord.UNSUPPRESSED, silence, actor);
    }

    @Override
    public List<ChannelTest.Result> test(
            Map<String, String> labels, Optional<String> receiver, Duration patience, String actor)
            throws AlertingException, InterruptedException {
        List<ChannelTest.Result> results = new ArrayList<>();
        ChannelTest test = new ChannelTest(alertmanagers());
        String detail = "receiver " + receiver.orElse("any") + ", labels " + Matchers.exactly(labels);
        String unused = record.make(OnRecord.entry(OnRecord.TESTED, actor, ALL).with(AuditField.DETAIL, detail), () -> {
            results.addAll(test.run(labels, receiver, actor, patience));
            return results.stream()
                    .map(each -> each.receiver() + ": " + each.outcome().name())
                    .collect(Collectors.joining(", "));
        });
        return results;
    }

    /** Extends each acknowledgement of ours whose alert fires and that would end soon; how many there were. */
    int extend() throws AlertingException, InterruptedException {
        List<Silence> ours = alertmanagers().silences().stream()
                .filter(each -> each.isActive() && each.isOurs() && each.isAcknowledgement())
                .toList();
        if (ours.isEmpty()) {
            return 0;
        }
        List<Alert> firing = alertmanagers().alerts(ALL);
        // Whoever extends first leaves nothing to do to others that look at the same Alertmanagers.
        Instant soon =
                clock.instant().plus(alerting.acknowledge().multipliedBy(2).dividedBy(3));
        int extended = 0;
        for (Silence each : ours) {
            if (each.endsAt().isBefore(soon)
                    && firing.stream().anyMatch(alert -> alert.silencedBy().contains(each.id()))) {
                var unused = alertmanagers().extend(each, clock.instant().plus(alerting.acknowledge()));
                extended++;
            }
        }
        return extended;
    }

    /** None where no Alertmanager answers: when alerts fired is told without it, and by our own log who silenced them. */
    private List<Silence> silences() throws AlertingException, InterruptedException {
        if (alerting.alertmanagers().isEmpty()) {
            return List.of();
        }
        try {
            return alertmanagers().silences();
        } catch (AlertingException e) {
            if (e.reason() != Reason.UNREACHABLE) {
                throw e;
            }
            logger.warn("the history is told without the silences of Alertmanager: {}", e.getMessage());
            return List.of();
        }
    }

    private Silence made(String action, Suppression wanted) throws AlertingException, InterruptedException {
        Alertmanagers there = alertmanagers();
        Instant until = clock.instant().plus(wanted.duration());
        String id = record.make(
                OnRecord.entry(action, wanted.actor(), wanted.matchers())
                        .with(AuditField.UNTIL, until)
                        .with(AuditField.DETAIL, wanted.comment()),
                () -> there.silence(wanted));
        return there.silence(id);
    }

    private void ended(String action, Silence silence, String actor) throws AlertingException, InterruptedException {
        Alertmanagers there = alertmanagers();
        String unused = record.make(
                OnRecord.entry(action, actor, silence.matchers())
                        .with(AuditField.DETAIL, "was by " + silence.createdBy()),
                () -> {
                    there.expire(silence.id());
                    return silence.id();
                });
    }

    private Alert only(Choice choice) throws AlertingException, InterruptedException {
        if (choice.fingerprint().isEmpty() && choice.matchers().all().isEmpty()) {
            throw AlertingException.refused(
                    "say which alert: by its fingerprint, or by matchers that name it and no other");
        }
        List<Alert> found = alertmanagers().alerts(choice.matchers()).stream()
                .filter(each ->
                        choice.fingerprint().isEmpty() || each.fingerprint().equals(choice.fingerprint()))
                .toList();
        String meant = choice.fingerprint().isEmpty() ? choice.matchers().toString() : choice.fingerprint();
        if (found.isEmpty()) {
            throw AlertingException.unknown("no alert that fires is " + meant);
        }
        if (found.size() > 1) {
            throw AlertingException.refused(found.size() + " alerts are " + meant + "; name one by its fingerprint: "
                    + found.stream()
                            .limit(MOST_NAMED)
                            .map(each -> each.fingerprint() + " (" + Matchers.exactly(each.labels()) + ")")
                            .collect(Collectors.joining(", "))
                    + (found.size() > MOST_NAMED ? ", …" : ""));
        }
        return found.get(0);
    }

    private synchronized Prometheus prometheus() throws AlertingException {
        if (prometheus.isEmpty()) {
            prometheus = Optional.of(Prometheus.of(alerting));
        }
        return prometheus.get();
    }

    /** Made when it is first needed: a file of certificates that cannot be read must not keep the program from starting. */
    private synchronized Alertmanagers alertmanagers() throws AlertingException {
        if (alertmanagers.isEmpty()) {
            alertmanagers = Optional.of(Alertmanagers.of(alerting, clock));
        }
        return alertmanagers.get();
    }
}
