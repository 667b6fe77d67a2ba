package io.dbvitals.app.change;

import io.dbvitals.api.body.JsonBody;
import io.dbvitals.app.guard.Answer;
import io.dbvitals.app.guard.GuardJson;
import io.dbvitals.app.guard.StepId;
import io.dbvitals.config.Config;
import io.dbvitals.guard.act.Deed;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Plans of the guard, and their execution.
 *
 * <pre>
 * {"targets": ["primary"]}
 * {"plan": "0c1f…", "steps": ["77ab…"]}
 * </pre>
 */
public final class GuardResource {
    private static final int OK = 200;

    private final Plans plans;
    private final Supplier<Config> config;

    public GuardResource(Plans plans, Supplier<Config> config) {
        this.plans = plans;
        this.config = config;
    }

    /** What the guard would do; nothing is changed. */
    public io.dbvitals.http.answer.Answer plan(Call call) throws Refusal, InterruptedException {
        JsonBody body = JsonBody.of(call);
        List<String> names = body.texts("targets");
        body.finish();
        Plans.Shown plan = plans.plan(names);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("plan", plan.id());
        answer.put("expires_at", plan.expires());
        answer.put("steps", plan.steps().size());
        answer.put("forbidden", plans.forbidden());
        answer.putAll(GuardJson.cleanup(plan.answers(), config.get().guard(), false));
        return io.dbvitals.http.answer.Answer.json(OK, answer);
    }

    /** Ends the sessions of a plan. */
    public io.dbvitals.http.answer.Answer execute(Call call) throws Refusal, InterruptedException {
        JsonBody body = JsonBody.of(call);
        String id = body.requiredText("plan");
        List<String> chosen = body.texts("steps");
        body.finish();
        if (chosen.isEmpty()) {
            throw new Refusal(400, "\"steps\" must be a list of steps of the plan, or \"all\"");
        }
        Plans.Executed executed = plans.execute(
                id,
                chosen.equals(List.of("all")) ? List.of() : chosen,
                call.caller().name());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("plan", id);
        answer.put("steps", outcomes(executed.steps(), executed.answers()));
        answer.putAll(GuardJson.cleanup(executed.answers(), config.get().guard(), true));
        return io.dbvitals.http.answer.Answer.json(OK, answer);
    }

    /** One for each step, in the order of their names. */
    private static List<Object> outcomes(Map<String, String> steps, List<Answer> answers) {
        Map<String, Deed> deeds = new HashMap<>();
        Map<String, String> troubles = new HashMap<>();
        for (Answer answer : answers) {
            troubles.put(answer.target(), trouble(answer));
            answer.round()
                    .ifPresent(round ->
                            round.deeds().forEach(deed -> deeds.put(StepId.of(answer.target(), deed.step()), deed)));
        }
        List<Object> outcomes = new ArrayList<>();
        for (String step : new TreeSet<>(steps.keySet())) {
            String target = steps.getOrDefault(step, "");
            Optional<Deed> deed = Optional.ofNullable(deeds.get(step));
            String trouble = troubles.getOrDefault(target, "");
            Map<String, Object> outcome = new LinkedHashMap<>();
            outcome.put("step", step);
            outcome.put("target", target);
            outcome.put("pid", deed.map(each -> each.step().session().id()));
            outcome.put(
                    "outcome", deed.map(each -> each.outcome().label()).orElse(trouble.isEmpty() ? "spared" : "left"));
            outcome.put(
                    "detail",
                    deed.map(Deed::detail)
                            .orElse(
                                    trouble.isEmpty()
                                            ? "it is gone, does something else by now, or no rule wants it ended any more"
                                            : trouble));
            outcomes.add(outcome);
        }
        return outcomes;
    }

    private static String trouble(Answer answer) {
        return answer.round()
                .map(round -> round.yielded().orElse(String.join("; ", round.troubles())))
                .orElse(answer.failure());
    }
}
