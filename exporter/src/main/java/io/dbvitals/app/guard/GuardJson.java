package io.dbvitals.app.guard;

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
import java.util.stream.Stream;

/** The shape of {@code cleanup --format json} and of the API's plans: seconds, {@code null} for what is not known. */
public final class GuardJson {
    private GuardJson() {}

    /** What was planned, and what was done, by target. */
    public static Map<String, Object> cleanup(List<Answer> answers, GuardConfig guard, boolean executed) {
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
        target.put("troubles", answer.round().map(GuardJson::troubles).orElse(List.of()));
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
                                .map(step -> step(answer.target(), step))
                                .toList())
                        .orElse(List.of()));
        target.put(
                "done",
                answer.round()
                        .map(round -> round.deeds().stream()
                                .map(deed -> deed(answer.target(), deed))
                                .toList())
                        .orElse(List.of()));
        return target;
    }

    /** A right without which sessions cannot be ended is missing in a dry run, too. */
    public static List<String> troubles(Round round) {
        return Stream.concat(round.troubles().stream(), round.seen().missingToEnd().stream())
                .distinct()
                .toList();
    }

    private static Map<String, Object> deed(String target, Deed deed) {
        Map<String, Object> shown = step(target, deed.step());
        shown.put("means", deed.means());
        shown.put("outcome", deed.outcome().label());
        shown.put("detail", deed.detail());
        return shown;
    }

    private static Map<String, Object> step(String target, Step step) {
        Map<String, Object> shown = session(step.session());
        shown.put("step", StepId.of(target, step));
        shown.put("rule", step.rule());
        shown.put("action", text(step.action()));
        shown.put("why", step.why());
        shown.put("victims", step.victims().stream().sorted().toList());
        return shown;
    }

    /** Without its statement. */
    public static Map<String, Object> session(Session session) {
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
    public static Optional<String> error(String failure) {
        return Optional.of(failure).filter(text -> !text.isEmpty());
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
