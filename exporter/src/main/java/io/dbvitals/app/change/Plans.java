package io.dbvitals.app.change;

import io.dbvitals.app.guard.Answer;
import io.dbvitals.app.guard.Rounds;
import io.dbvitals.app.guard.StepId;
import io.dbvitals.config.Config;
import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.http.answer.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Plans of the guard that were shown to somebody, and are carried out if they say so within a minute. */
public final class Plans {
    private static final Duration LIFETIME = Duration.ofSeconds(60);
    /** Forgotten beyond that, the oldest first. */
    private static final int MOST = 50;

    private static final int INVALID = 400;
    private static final int CONFLICT = 409;
    private static final int NOT_NOW = 503;

    private final Supplier<Config> config;
    private final InstantSource clock;
    private final Map<String, Shown> shown = new LinkedHashMap<>();

    public Plans(Supplier<Config> config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * A plan.
     *
     * @param id of all its steps; the same steps have the same
     * @param steps by their ids, with their targets
     * @param answers of the targets
     */
    public record Shown(String id, Instant expires, Map<String, String> steps, List<Answer> answers) {
        public Shown {
            steps = Map.copyOf(steps);
            answers = List.copyOf(answers);
        }
    }

    /** Looks at each target, one caller after the other; nothing is done. {@code names}: globs; empty for all. */
    public synchronized Shown plan(List<String> names) throws InterruptedException {
        List<Answer> answers = Rounds.look(config.get(), names);
        Map<String, String> steps = new TreeMap<>();
        answers.forEach(answer -> answer.round()
                .ifPresent(round -> round.plan()
                        .steps()
                        .forEach(step -> steps.put(StepId.of(answer.target(), step), answer.target()))));
        Shown plan = new Shown(StepId.of(steps.keySet()), clock.instant().plus(LIFETIME), steps, answers);
        synchronized (shown) {
            shown.remove(plan.id());
            shown.put(plan.id(), plan);
            if (shown.size() > MOST) {
                shown.remove(shown.keySet().iterator().next());
            }
        }
        return plan;
    }

    /** Why nothing can be carried out, and what to do; empty: it can. */
    public Optional<String> forbidden() {
        if (!config.get().guard().enabled()) {
            return Optional.of(
                    "the guard is turned off, so nothing is ended; set guard.enabled: true in the configuration");
        }
        return config.get().guard().dryRun()
                ? Optional.of("the guard may end nothing; set guard.dry_run: false in the configuration")
                : Optional.empty();
    }

    /**
     * Looks anew, and ends those sessions of the plan that the rules still want ended and that do what they did.
     *
     * @param chosen steps of it; empty: all
     */
    public Executed execute(String id, List<String> chosen, String actor) throws Refusal, InterruptedException {
        Optional<String> forbidden = forbidden();
        if (forbidden.isPresent()) {
            throw new Refusal(CONFLICT, forbidden.get());
        }
        Map<String, String> steps = steps(id, chosen);
        Set<String> targets = new TreeSet<>(steps.values());
        if (targets.isEmpty()) {
            return new Executed(steps, List.of());
        }
        try {
            return new Executed(
                    steps,
                    Rounds.cleanUp(
                            config.get(),
                            List.copyOf(targets),
                            actor,
                            (target, step) -> steps.containsKey(StepId.of(target, step))));
        } catch (AuditException e) {
            throw new Refusal(NOT_NOW, String.valueOf(e.getMessage()));
        }
    }

    /**
     * What has become of it.
     *
     * @param steps that were chosen, by their ids, with their targets
     * @param answers of those targets
     */
    public record Executed(Map<String, String> steps, List<Answer> answers) {
        public Executed {
            steps = Map.copyOf(steps);
            answers = List.copyOf(answers);
        }
    }

    private Map<String, String> steps(String id, List<String> chosen) throws Refusal {
        Optional<Shown> plan;
        synchronized (shown) {
            plan = Optional.ofNullable(shown.get(id))
                    .filter(each -> each.expires().isAfter(clock.instant()));
        }
        Map<String, String> all = plan.orElseThrow(() -> new Refusal(
                        CONFLICT, "there is no such plan, or it is older than 60 s; ask for a new one and look at it"))
                .steps();
        if (chosen.isEmpty()) {
            return all;
        }
        Map<String, String> steps = new TreeMap<>(all);
        steps.keySet().retainAll(chosen);
        for (String each : chosen) {
            if (!steps.containsKey(each)) {
                throw new Refusal(INVALID, "the plan has no step \"" + each + "\"");
            }
        }
        return steps;
    }
}
