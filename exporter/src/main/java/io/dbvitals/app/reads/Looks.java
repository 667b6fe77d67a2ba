package io.dbvitals.app.reads;

import io.dbvitals.app.health.Observed;
import io.dbvitals.app.program.Program;
import io.dbvitals.app.survey.Survey;
import io.dbvitals.app.survey.TargetSurvey;
import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is known now, with a short wait for what was never read. */
final class Looks {
    private static final Duration AGE = Duration.ofSeconds(3);
    private static final Duration FIRST = Duration.ofSeconds(2);

    private Looks() {}

    /** In the order of the configuration; none where health is turned off. */
    static List<Observed> now(Program program) throws InterruptedException {
        return program.rounds().look(AGE, Deadline.after(FIRST));
    }

    /** Those that are wanted, in the order of the configuration. */
    static List<TargetSurvey> now(Program program, Survey survey, Known known) throws InterruptedException {
        Deadline first = Deadline.after(FIRST);
        Set<String> silent = program.rounds().look(AGE, first).stream()
                .filter(each -> !each.error().isEmpty())
                .map(Observed::target)
                .collect(Collectors.toSet());
        return survey.look(silent, first).stream()
                .filter(each -> known.has(each.name()))
                .toList();
    }
}
