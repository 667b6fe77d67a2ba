package io.dbvitals.app.health;

import io.dbvitals.app.guard.Answer;
import io.dbvitals.app.health.vitals.Reading;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.health.score.Component;
import io.dbvitals.health.score.Score;
import io.dbvitals.health.score.Vital.Knowledge;
import io.dbvitals.migration.state.MigrationState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one target is.
 *
 * @param reading empty where it does not answer
 * @param attempts that were made to read it
 * @param took until it answered, with all attempts and the time to connect
 * @param error why it does not answer, without secrets; empty where it does
 * @param sessions as the rules of the guard see them; empty where they are not looked at
 * @param migrations that were read
 * @param unread why migrations could not be read, by schema
 */
public record TargetHealth(
        String target,
        String kind,
        Instant at,
        Optional<Reading> reading,
        Score score,
        int attempts,
        Duration took,
        String error,
        Optional<Answer> sessions,
        List<MigrationState> migrations,
        List<String> unread) {
    public TargetHealth {
        migrations = List.copyOf(migrations);
        unread = List.copyOf(unread);
    }

    static TargetHealth noAnswer(TargetConfig target, int attempts, Duration took, String error) {
        return new TargetHealth(
                target.name(),
                target.source().kind(),
                Instant.now(),
                Optional.empty(),
                Score.noAnswer(),
                attempts,
                took,
                error,
                Optional.empty(),
                List.of(),
                List.of());
    }

    /**
     * As it was read last behind those who look.
     *
     * @param sessions as they were seen last
     */
    public static TargetHealth observed(Observed observed, Optional<Answer> sessions) {
        return new TargetHealth(
                observed.target(),
                observed.kind(),
                observed.answeredAt().orElse(Instant.EPOCH),
                observed.reading(),
                observed.score().orElseGet(() -> Score.of(List.of())),
                1,
                observed.response().orElse(Duration.ZERO),
                observed.error().isEmpty() && observed.reading().isEmpty() ? "not read yet" : observed.error(),
                sessions,
                List.of(),
                List.of());
    }

    public Status status() {
        return score.status();
    }

    /** Whether it is only degraded because something could not be found out. */
    public boolean onlyUnknown() {
        return status() == Status.DEGRADED && score.components().stream().noneMatch(Component::seenBad);
    }

    /** What is bad or unknown, the worst first. */
    public List<Component> findings() {
        return score.components().stream()
                .filter(component -> component.knowledge() != Knowledge.NOT_APPLICABLE && component.badness() >= 0.5)
                .sorted((one, other) -> Double.compare(other.badness(), one.badness()))
                .toList();
    }
}
