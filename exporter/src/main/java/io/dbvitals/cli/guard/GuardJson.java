package io.dbvitals.cli.guard;

import io.dbvitals.app.guard.Answer;
import io.dbvitals.app.guard.LeftAlone;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.guard.act.Deed;
import io.dbvitals.guard.act.Round;
import io.dbvitals.guard.plan.Finding;
import io.dbvitals.guard.plan.Step;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The shapes of {@code health-check --format json} and {@code cleanup --format json}: seconds, {@code null} for what is not known. */
final class GuardJson {
    private GuardJson() {}

    /** {@code .status}, {@code .alerts[]} and {@code .metrics} over all targets, and each target by itself. */
    static Map<String, Object> health(List<Answer> answers, Health health, Instant at) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("status", health.label());
        root.put("timestamp", at.toString());
        root.put(
                "alerts",
                answers.stream().flatMap(answer -> alerts(answer).stream()).toList());
        root.put("metrics", metrics(answers));
        root.put("targets", answers.stream().map(GuardJson::target).toList());
        return root;
    }

    /** What was planned, and what was done, by target. */
    static Map<String, Object> cleanup(List<Answer> answers, GuardConfig guard, boolean executed) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("executed", executed);
        root.put(
                "targets",
                answers.stream().map(answer -> cleaned(answer, guard)).toList());
        return root;
    }

    private static Map<String, Object> target(Answer answer) {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("target", answer.target());
        target.put("kind", answer.kind());
        target.put("status", Health.of(answer).label());
        target.put("error", error(answer.failure()));
        target.put("missing", answer.round().map(Round::troubles).orElse(List.of()));
        target.put("metrics", answer.round().map(round -> metrics(List.of(answer))));
        return target;
    }

    private static List<Map<String, Object>> alerts(Answer answer) {
        List<Map<String, Object>> alerts = new ArrayList<>();
        if (answer.round().isEmpty()) {
            alerts.add(alert(answer.target(), "reachable", "critical", answer.failure()));
            return alerts;
        }
        for (String trouble : answer.round().get().troubles()) {
            alerts.add(alert(answer.target(), "rights", "unknown", trouble));
        }
        for (Finding finding : answer.round().get().plan().findings()) {
            if (finding.severity() != Finding.Severity.OK) {
                Map<String, Object> alert =
                        alert(answer.target(), finding.rule(), text(finding.severity()), Texts.headline(finding));
                alert.put("value", finding.value());
                alert.put("warning", finding.bounds().warning());
                alert.put("critical", finding.bounds().critical());
                alerts.add(alert);
            }
        }
        return alerts;
    }

    private static Map<String, Object> alert(String target, String rule, String severity, String message) {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("target", target);
        alert.put("rule", rule);
        alert.put("severity", severity);
        alert.put("message", message);
        return alert;
    }

    private static Map<String, Object> metrics(List<Answer> answers) {
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

    private static Map<String, Object> cleaned(Answer answer, GuardConfig guard) {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("target", answer.target());
        target.put("error", error(answer.failure()));
        target.put("troubles", answer.round().map(CleanupCommand::troubles).orElse(List.of()));
        target.put("yielded", answer.round().flatMap(Round::yielded));
        target.put(
                "prepared", answer.round().map(round -> round.seen().prepared()).orElse(List.of()));
        target.put(
                "left_alone",
                answer.round().map(round -> LeftAlone.of(guard, round)).orElse(List.of()));
        target.put(
                "planned",
                answer.round()
                        .map(round -> round.plan().steps().stream()
                                .map(GuardJson::step)
                                .toList())
                        .orElse(List.of()));
        target.put(
                "done",
                answer.round()
                        .map(round ->
                                round.deeds().stream().map(GuardJson::deed).toList())
                        .orElse(List.of()));
        return target;
    }

    private static Map<String, Object> deed(Deed deed) {
        Map<String, Object> shown = step(deed.step());
        shown.put("means", deed.means());
        shown.put("outcome", deed.outcome().label());
        shown.put("detail", deed.detail());
        return shown;
    }

    private static Map<String, Object> step(Step step) {
        Map<String, Object> shown = session(step.session());
        shown.put("rule", step.rule());
        shown.put("action", text(step.action()));
        shown.put("why", step.why());
        shown.put("victims", step.victims().stream().sorted().toList());
        return shown;
    }

    /** Without its statement. */
    static Map<String, Object> session(Session session) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("pid", session.id());
        shown.put("user", session.user());
        shown.put("database", session.database());
        shown.put("application", session.application());
        shown.put("client", session.client());
        shown.put("state", text(session.state()));
        shown.put("waits_for", session.waitsFor());
        shown.put("age_seconds", session.age().toMillis() / 1e3);
        shown.put("query_id", session.queryId());
        return shown;
    }

    /** Nothing where nothing failed. */
    static Optional<String> error(String failure) {
        return Optional.of(failure).filter(text -> !text.isEmpty());
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
