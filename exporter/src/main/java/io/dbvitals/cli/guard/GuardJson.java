package io.dbvitals.cli.guard;

import io.dbvitals.app.guard.Answer;
import io.dbvitals.app.guard.LeftAlone;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.guard.act.Deed;
import io.dbvitals.guard.act.Round;
import io.dbvitals.guard.plan.Step;
import io.dbvitals.guard.session.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The shape of {@code cleanup --format json}: seconds, {@code null} for what is not known. */
final class GuardJson {
    private GuardJson() {}

    /** What was planned, and what was done, by target. */
    static Map<String, Object> cleanup(List<Answer> answers, GuardConfig guard, boolean executed) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("executed", executed);
        root.put(
                "targets",
                answers.stream().map(answer -> cleaned(answer, guard)).toList());
        return root;
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
