package io.dbvitals.app.dashboard;

import io.dbvitals.api.dashboard.TargetCard;
import io.dbvitals.app.change.Pause;
import io.dbvitals.app.health.Observed;
import io.dbvitals.app.health.vitals.Reading;
import io.dbvitals.app.program.Program;
import io.dbvitals.health.HealthReport;
import io.dbvitals.health.score.Component;
import io.dbvitals.health.score.Score;
import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The targets as they were when they were last asked, which is begun behind those who look. */
final class Cards {
    /** Half of a page's time between two looks and more: what was killed is seen by the next look. */
    private static final Duration AGE = Duration.ofSeconds(3);

    private final Program program;

    Cards(Program program) {
        this.program = program;
    }

    /** By their scores; those that were never asked are waited for until then. By the scrapes where health is turned off. */
    List<TargetCard> now(Deadline first) throws InterruptedException {
        Set<String> paused =
                program.steering().pauses().stream().map(Pause::target).collect(Collectors.toSet());
        List<Observed> observed = program.rounds().look(AGE, first);
        if (!observed.isEmpty()) {
            Instant now = Instant.now();
            Set<String> seen = observed.stream().map(Observed::target).collect(Collectors.toSet());
            // Those whose collection is paused are not asked.
            return Stream.concat(
                            observed.stream().map(each -> card(each, now, paused.contains(each.target()))),
                            program.health().get().targets().stream()
                                    .filter(each -> paused.contains(each.name()) && !seen.contains(each.name()))
                                    .map(each -> card(each, true)))
                    .toList();
        }
        return program.health().get().targets().stream()
                .map(each -> card(each, paused.contains(each.name())))
                .toList();
    }

    private static TargetCard card(Observed observed, Instant now, boolean paused) {
        return new TargetCard(
                observed.target(),
                observed.kind(),
                observed.status(),
                observed.score().map(Score::points),
                observed.score().map(score -> losses(score, observed.error())).orElse(List.of()),
                observed.reading().flatMap(Reading::replica),
                observed.response(),
                observed.answeredAt().map(at -> Duration.between(at, now)),
                observed.answeredAt().isEmpty() ? "not asked yet" : observed.error(),
                paused);
    }

    /** Together they are what is missing from 100: the band is lost by the worst component. */
    static List<TargetCard.Loss> losses(Score score, String error) {
        Stream<TargetCard.Loss> components = score.components().stream()
                .map(component -> new TargetCard.Loss(component.name(), lost(score, component), component.cause()));
        boolean named = score.components().stream()
                .anyMatch(component -> component.name().equals(score.bandCause()));
        Stream<TargetCard.Loss> rest = named || score.bandDrop() == 0
                ? Stream.of()
                : Stream.of(new TargetCard.Loss(
                        score.bandCause().isEmpty() ? "unknown" : score.bandCause(), score.bandDrop(), error));
        return Stream.concat(components, rest)
                .filter(loss -> loss.points() > 0)
                .sorted(Comparator.comparingDouble(TargetCard.Loss::points).reversed())
                .toList();
    }

    private static double lost(Score score, Component component) {
        return component.lost() + (component.name().equals(score.bandCause()) ? score.bandDrop() : 0);
    }

    private static TargetCard card(HealthReport.TargetHealth health, boolean paused) {
        return new TargetCard(
                health.name(),
                health.kind(),
                health.status(),
                Optional.empty(),
                List.of(),
                health.replica(),
                health.responseTime(),
                health.age(),
                health.error(),
                paused);
    }
}
