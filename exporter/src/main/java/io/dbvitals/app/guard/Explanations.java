package io.dbvitals.app.guard;

import io.dbvitals.app.guard.server.Guarded;
import io.dbvitals.config.Config;
import io.dbvitals.guard.plan.Planner;
import io.dbvitals.guard.rule.Verdict;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.scrape.CollectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Asks every target once, and says what each rule makes of each session. */
public final class Explanations {
    private Explanations() {}

    /** {@code names}: globs of targets; empty for all. */
    public static List<Explained> of(Config config, List<String> names) {
        Planner planner = new Planner(config.guard(), true);
        List<Explained> all = new ArrayList<>();
        for (Guarded target : Guarded.of(config, names)) {
            try (target) {
                Snapshot seen = target.server().look();
                Function<Session, Map<String, Verdict>> explain = planner.explain(seen);
                all.add(new Explained(
                        target.name(),
                        "",
                        seen.missingToSee(),
                        seen.clients().stream()
                                .map(session -> new Explained.Judged(session, explain.apply(session)))
                                .toList()));
            } catch (CollectException e) {
                all.add(new Explained(target.name(), String.valueOf(e.getMessage()), List.of(), List.of()));
            }
        }
        return all;
    }
}
