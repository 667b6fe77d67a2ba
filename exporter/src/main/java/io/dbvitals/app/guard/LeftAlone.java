package io.dbvitals.app.guard;

import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.GuardConfig.Measure;
import io.dbvitals.guard.act.Round;
import io.dbvitals.guard.rule.Judge;
import io.dbvitals.guard.rule.Protection;
import io.dbvitals.guard.session.Age;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What others wait for and no rule ends: without a word about it, nobody would know why they wait on. */
public final class LeftAlone {
    private LeftAlone() {}

    /** One line each, as of the round's first look; none where no rule is about those who wait. */
    public static List<String> of(GuardConfig config, Round round) {
        Protection protection = new Protection(config.protect());
        List<String> lines = new ArrayList<>();
        config.rules().forEach((name, rule) -> {
            if (rule.measure() != Measure.BLOCKED) {
                return;
            }
            Judge judge = new Judge(rule, protection, round.seen());
            for (Waits.Root root : round.seen().waits().roots()) {
                Optional<Session> session = round.seen().session(root.blocker());
                if (session.isPresent() && !planned(round, root.blocker())) {
                    String why = judge.of(session.get()).why();
                    lines.add(Texts.session(session.get()) + ": " + Texts.plain(why) + " (rule " + name + ")");
                } else if (root.blocker() == Waits.PREPARED) {
                    lines.add("a prepared transaction: blocks "
                            + root.victims().size() + ", the longest for " + Age.text(root.longest()) + " (rule " + name
                            + ")");
                }
            }
        });
        return lines;
    }

    private static boolean planned(Round round, long id) {
        return round.plan().steps().stream().anyMatch(step -> step.session().id() == id);
    }
}
