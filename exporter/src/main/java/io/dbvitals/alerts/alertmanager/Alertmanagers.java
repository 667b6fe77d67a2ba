package io.dbvitals.alerts.alertmanager;

import io.dbvitals.alerts.Alert;
import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.AlertingException.Reason;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.alerts.Silence;
import io.dbvitals.alerts.Suppression;
import io.dbvitals.alerts.web.Upstream;
import io.dbvitals.config.Config;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The members of one cluster. They tell each other of silences: so one is asked, the next where that one does not answer. Of alerts
 * they do not: those go to each.
 */
public final class Alertmanagers {
    private final List<Alertmanager> members;
    private final Clock clock;

    private Alertmanagers(List<Alertmanager> members, Clock clock) {
        this.members = List.copyOf(members);
        this.clock = clock;
    }

    /** The configured ones; nothing is asked yet. */
    public static Alertmanagers of(Config.Alerting alerting, Clock clock) throws AlertingException {
        if (alerting.alertmanagers().isEmpty()) {
            throw new AlertingException(
                    Reason.NOT_CONFIGURED,
                    "no Alertmanager is configured: give alerting.alertmanagers, as in [http://alertmanager:9093]");
        }
        List<Alertmanager> members = new ArrayList<>();
        for (URI address : alerting.alertmanagers()) {
            members.add(new Alertmanager(Upstream.of("Alertmanager", address, alerting)));
        }
        return new Alertmanagers(members, clock);
    }

    /** Those that fire and match, silenced and inhibited ones too, by name and age. */
    public List<Alert> alerts(Matchers filter) throws AlertingException, InterruptedException {
        return first(member -> member.alerts(filter)).stream()
                .sorted(Comparator.comparing(Alert::name)
                        .thenComparing(Alert::startsAt)
                        .thenComparing(Alert::fingerprint))
                .toList();
    }

    /** All of them, expired ones too as long as they are kept; the newest first. */
    public List<Silence> silences() throws AlertingException, InterruptedException {
        return first(member -> member.silences(new Matchers(List.of()))).stream()
                .sorted(Comparator.comparing(Silence::startsAt).reversed())
                .toList();
    }

    /** Reason {@code UNKNOWN} where there is none of that id. */
    public Silence silence(String id) throws AlertingException, InterruptedException {
        return first(member -> member.silence(id));
    }

    /** From now on; the id. */
    public String silence(Suppression wanted) throws AlertingException, InterruptedException {
        Instant now = clock.instant();
        return first(member -> member.silence(Answers.body(
                "",
                wanted.matchers(),
                now,
                now.plus(wanted.duration()),
                Silence.creator(wanted.actor()),
                wanted.comment())));
    }

    /** The same until later; its id, which is another one where Alertmanager made a new one of it. */
    public String extend(Silence silence, Instant until) throws AlertingException, InterruptedException {
        return first(member -> member.silence(Answers.body(
                silence.id(), silence.matchers(), silence.startsAt(), until, silence.createdBy(), silence.comment())));
    }

    public void expire(String id) throws AlertingException, InterruptedException {
        var unused = first(member -> {
            member.expire(id);
            return id;
        });
    }

    /** Names of those that alerts can be routed to. */
    public List<String> receivers() throws AlertingException, InterruptedException {
        return first(Alertmanager::receivers);
    }

    List<Alertmanager> members() {
        return members;
    }

    Clock clock() {
        return clock;
    }

    /** One thing that one of them is asked. */
    private interface Question<T> {
        T ask(Alertmanager member) throws AlertingException, InterruptedException;
    }

    private <T> T first(Question<T> question) throws AlertingException, InterruptedException {
        List<AlertingException> failures = new ArrayList<>();
        for (Alertmanager member : members) {
            try {
                return question.ask(member);
            } catch (AlertingException e) {
                if (e.reason() != Reason.UNREACHABLE) {
                    throw e;
                }
                failures.add(e);
            }
        }
        AlertingException one = failures.get(0);
        failures.stream().skip(1).forEach(one::addSuppressed);
        throw one;
    }
}
