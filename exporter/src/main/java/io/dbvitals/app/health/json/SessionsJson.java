package io.dbvitals.app.health.json;

import io.dbvitals.app.guard.Answer;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.guard.act.Round;
import io.dbvitals.guard.plan.Finding;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** What the rules of the guard see of sessions, in the shape of {@code health-check --format json}. */
final class SessionsJson {
    private SessionsJson() {}

    /** One for each rule that is beyond a bound, and for each right that is missing. */
    static List<Map<String, Object>> alerts(Answer answer) {
        List<Map<String, Object>> alerts = new ArrayList<>();
        if (answer.round().isEmpty()) {
            alerts.add(alert(answer.target(), "sessions", "unknown", answer.failure()));
            return alerts;
        }
        for (String trouble : answer.round().get().troubles()) {
            alerts.add(alert(answer.target(), "rights", "unknown", trouble));
        }
        for (Finding finding : answer.round().get().plan().findings()) {
            if (finding.severity() != Finding.Severity.OK) {
                Map<String, Object> alert = alert(
                        answer.target(),
                        finding.rule(),
                        finding.severity().name().toLowerCase(Locale.ROOT),
                        Texts.headline(finding));
                alert.put("value", finding.value());
                alert.put("warning", finding.bounds().warning());
                alert.put("critical", finding.bounds().critical());
                alerts.add(alert);
            }
        }
        return alerts;
    }

    static Map<String, Object> alert(String target, String rule, String severity, String message) {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("target", target);
        alert.put("rule", rule);
        alert.put("severity", severity);
        alert.put("message", message);
        return alert;
    }

    /** Counts over those servers. */
    static Map<String, Object> metrics(List<Answer> answers) {
        List<Snapshot> seen = answers.stream()
                .flatMap(answer -> answer.round().stream())
                .map(Round::seen)
                .toList();
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("total_connections", sessions(seen, session -> true));
        metrics.put("active_connections", sessions(seen, session -> session.state() == State.ACTIVE));
        metrics.put("idle_connections", sessions(seen, session -> session.state() == State.IDLE));
        metrics.put(
                "idle_transactions", sessions(seen, session -> session.state().idleInTransaction()));
        metrics.put(
                "max_connections",
                seen.stream().mapToLong(Snapshot::maxConnections).sum());
        metrics.put("locks", seen.stream().mapToLong(Snapshot::locks).sum());
        metrics.put(
                "blocked_sessions",
                seen.stream().mapToLong(each -> each.waits().waiters().size()).sum());
        metrics.put(
                "prepared_transactions",
                seen.stream().mapToLong(each -> each.prepared().size()).sum());
        return metrics;
    }

    private static long sessions(List<Snapshot> seen, Predicate<Session> which) {
        return seen.stream()
                .mapToLong(each -> each.clients().stream().filter(which).count())
                .sum();
    }
}
