package io.dbvitals.alerts.alertmanager;

import io.dbvitals.alerts.Alert;
import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.AlertingException.Reason;
import io.dbvitals.alerts.Matcher;
import io.dbvitals.alerts.Matchers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends an alert of its own, looks where Alertmanager routes it and whether it tried to tell, and takes it back. That a message has
 * arrived nobody can say but who received it.
 */
public final class ChannelTest {
    /** Its {@code alertname}. */
    public static final String NAME = "ChannelTest";

    private static final Duration FIRES = Duration.ofMinutes(5);
    private static final long LOOK_EVERY_MILLIS = 250;

    private final Alertmanagers alertmanagers;

    public ChannelTest(Alertmanagers alertmanagers) {
        this.alertmanagers = alertmanagers;
    }

    /** How far the alert came; there is no "delivered". */
    public enum Outcome {
        /** The alert did not reach that receiver: see the routes. */
        NOT_ROUTED,
        /** It did; no attempt to tell was seen in time, as {@code group_wait} may be longer, or nothing is set up. */
        ROUTED,
        /** Something was sent, and nothing failed. */
        ATTEMPTED,
        /** Something was sent, and failed. */
        FAILED
    }

    /**
     * What became of it at one receiver.
     *
     * @param detail for people
     */
    public record Result(String receiver, Outcome outcome, String detail) {}

    /**
     * Sends it and waits until something was sent, no longer than that.
     *
     * @param routing labels by which it shall be routed, beside {@code alertname} and {@code test_id}
     * @param receiver that it shall reach; empty: whichever it does
     * @return one for the wanted receiver, or for each that it was routed to
     */
    public List<Result> run(Map<String, String> routing, Optional<String> receiver, String actor, Duration patience)
            throws AlertingException, InterruptedException {
        check(routing, receiver);
        String id = UUID.randomUUID().toString();
        Map<String, String> labels = new LinkedHashMap<>(Map.of("severity", "info"));
        labels.putAll(routing);
        labels.put("alertname", NAME);
        labels.put("test_id", id);
        Notifications before = notifications();
        Instant start = alertmanagers.clock().instant();
        send(labels, start, start.plus(FIRES), actor);
        try {
            return watch(id, receiver, before, System.nanoTime() + patience.toNanos());
        } finally {
            send(labels, start, alertmanagers.clock().instant(), actor);
        }
    }

    private void check(Map<String, String> routing, Optional<String> receiver)
            throws AlertingException, InterruptedException {
        for (Map.Entry<String, String> label : routing.entrySet()) {
            if (!label.getKey().matches("[a-zA-Z_][a-zA-Z0-9_]*")
                    || label.getValue().isBlank()) {
                throw AlertingException.refused(
                        "the label \"" + label.getKey() + "\" must be letters, digits and \"_\", and have a value");
            }
        }
        List<String> known = alertmanagers.receivers();
        if (receiver.isPresent() && !known.contains(receiver.get())) {
            throw AlertingException.unknown(
                    "there is no receiver \"" + receiver.get() + "\"; there are " + String.join(", ", known));
        }
    }

    private List<Result> watch(String id, Optional<String> wanted, Notifications before, long until)
            throws AlertingException, InterruptedException {
        Matchers filter = new Matchers(List.of(Matcher.of("test_id", id)));
        while (true) {
            List<Alert> found = alertmanagers.alerts(filter);
            List<Result> results = results(found, wanted, notifications(), before);
            boolean told = !found.isEmpty()
                    && !results.isEmpty()
                    && results.stream().noneMatch(each -> each.outcome() == Outcome.ROUTED)
                    && found.stream().noneMatch(each -> each.state() == Alert.State.UNPROCESSED);
            if (told || System.nanoTime() - until >= 0) {
                return results;
            }
            var unused = new CountDownLatch(1).await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static List<Result> results(
            List<Alert> found, Optional<String> wanted, Notifications now, Notifications before) {
        List<String> routed = found.stream()
                .flatMap(each -> each.receivers().stream())
                .distinct()
                .toList();
        List<String> asked = wanted.map(List::of).orElse(routed);
        List<Result> results = new ArrayList<>();
        for (String receiver : asked) {
            if (!routed.contains(receiver)) {
                String where = routed.isEmpty() ? "nowhere" : "to " + String.join(", ", routed);
                results.add(new Result(
                        receiver,
                        Outcome.NOT_ROUTED,
                        "it is routed " + where
                                + ": give the labels that its route asks for, or see amtool config routes"));
            } else {
                results.add(told(receiver, found, now.since(before, receiver)));
            }
        }
        return results;
    }

    private static Result told(String receiver, List<Alert> found, Notifications.Count count) {
        if (found.stream().anyMatch(each -> each.state() == Alert.State.SUPPRESSED)) {
            return new Result(receiver, Outcome.ROUTED, "a silence or another alert suppresses it: nothing is sent");
        }
        if (count.failed() > 0) {
            return new Result(
                    receiver,
                    Outcome.FAILED,
                    (long) count.failed() + " of " + (long) count.tried()
                            + " requests failed since the test began; the log of Alertmanager says why");
        }
        if (count.tried() > 0) {
            return new Result(
                    receiver,
                    Outcome.ATTEMPTED,
                    (long) count.tried()
                            + " requests were sent and none failed; whether they arrived is to be seen there");
        }
        return new Result(
                receiver,
                Outcome.ROUTED,
                "nothing was sent in that time: its group_wait may be longer, or nothing is set up for it");
    }

    /** Alerts are not passed on between the members: each must have it. */
    private void send(Map<String, String> labels, Instant start, Instant end, String actor)
            throws AlertingException, InterruptedException {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("labels", labels);
        alert.put(
                "annotations",
                Map.of("summary", "A test of the notification channels, sent by " + actor + "; nothing is wrong."));
        alert.put("startsAt", Answers.written(start));
        alert.put("endsAt", Answers.written(end));
        List<AlertingException> failures = new ArrayList<>();
        for (Alertmanager member : alertmanagers.members()) {
            try {
                member.post(List.of(alert));
            } catch (AlertingException e) {
                failures.add(e);
            }
        }
        if (failures.size() == alertmanagers.members().size()) {
            throw failures.get(0);
        }
    }

    /** Of all members that answer. */
    private Notifications notifications() throws AlertingException, InterruptedException {
        Notifications sum = new Notifications(Map.of());
        for (Alertmanager member : alertmanagers.members()) {
            try {
                sum = sum.plus(Notifications.of(member.metrics()));
            } catch (AlertingException e) {
                // That of a member which is away is not counted; where all are, the alert cannot be sent either.
                if (e.reason() != Reason.UNREACHABLE) {
                    throw e;
                }
            }
        }
        return sum;
    }
}
