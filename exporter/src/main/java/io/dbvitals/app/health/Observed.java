package io.dbvitals.app.health;

import io.dbvitals.app.health.vitals.Reading;
import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.health.score.Score;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How one target is, by what was read of it last.
 *
 * @param score empty where none was read yet
 * @param reading the last one; empty where there is none since it answers
 * @param response of its last answer
 * @param answeredAt when it last answered or was found not to; empty where it was never asked
 * @param error why it does not answer, without secrets; empty when it does
 */
public record Observed(
        String target,
        String kind,
        Optional<Score> score,
        Optional<Reading> reading,
        Optional<Duration> response,
        Optional<Instant> answeredAt,
        String error) {
    /** Nothing is known yet. */
    static Observed nothing(String target, String kind) {
        return new Observed(target, kind, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "");
    }

    Observed scored(Score fresh, Reading freshReading, Instant at) {
        return new Observed(
                target,
                kind,
                Optional.of(fresh),
                Optional.of(freshReading),
                Optional.of(freshReading.response()),
                Optional.of(at),
                "");
    }

    /** It answers the simplest question; what it was like before stays, unless it did not answer then. */
    Observed answering(Duration freshResponse, Instant at) {
        return new Observed(
                target,
                kind,
                error.isEmpty() ? score : Optional.empty(),
                reading,
                Optional.of(freshResponse),
                Optional.of(at),
                "");
    }

    Observed silent(String why, Instant at) {
        return new Observed(
                target, kind, Optional.of(Score.noAnswer()), Optional.empty(), Optional.empty(), Optional.of(at), why);
    }

    /** What was never asked is degraded, as what cannot be judged. */
    public Status status() {
        if (!error.isEmpty()) {
            return Status.UNHEALTHY;
        }
        return score.map(Score::status).orElse(Status.DEGRADED);
    }
}
