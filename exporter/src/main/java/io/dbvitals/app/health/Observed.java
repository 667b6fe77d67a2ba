package io.dbvitals.app.health;

import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.health.score.Score;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How one target is, by what was read of it last.
 *
 * @param score empty where none was read yet
 * @param role {@code primary}, {@code replica}, or empty where it makes no sense or is not known
 * @param response of its last answer
 * @param answeredAt when it last answered or was found not to; empty where it was never asked
 * @param error why it does not answer, without secrets; empty when it does
 */
public record Observed(
        String target,
        String kind,
        Optional<Score> score,
        String role,
        Optional<Duration> response,
        Optional<Instant> answeredAt,
        String error) {
    /** Nothing is known yet. */
    static Observed nothing(String target, String kind) {
        return new Observed(target, kind, Optional.empty(), "", Optional.empty(), Optional.empty(), "");
    }

    Observed scored(Score fresh, String freshRole, Duration freshResponse, Instant at) {
        return new Observed(
                target, kind, Optional.of(fresh), freshRole, Optional.of(freshResponse), Optional.of(at), "");
    }

    /** It answers the simplest question; what it was like before stays, unless it did not answer then. */
    Observed answering(Duration freshResponse, Instant at) {
        return new Observed(
                target,
                kind,
                error.isEmpty() ? score : Optional.empty(),
                role,
                Optional.of(freshResponse),
                Optional.of(at),
                "");
    }

    Observed silent(String why, Instant at) {
        return new Observed(target, kind, Optional.of(Score.noAnswer()), role, Optional.empty(), Optional.of(at), why);
    }

    /** What was never asked is degraded, as what cannot be judged. */
    public Status status() {
        if (!error.isEmpty()) {
            return Status.UNHEALTHY;
        }
        return score.map(Score::status).orElse(Status.DEGRADED);
    }
}
