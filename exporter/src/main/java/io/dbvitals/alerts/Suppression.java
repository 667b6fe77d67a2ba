package io.dbvitals.alerts;

import io.dbvitals.config.yaml.Durations;
import java.time.Duration;

/**
 * A silence that somebody wants.
 *
 * @param comment why; begins with {@link Silence#ACKNOWLEDGED} when it is an acknowledgement
 * @param actor who wants it
 */
public record Suppression(Matchers matchers, Duration duration, String comment, String actor) {
    /** That one may last; what must be longer is no alert. */
    public static final Duration LONGEST = Duration.ofDays(7);

    private static final int MOST = 1_000;

    /** Refuses what would silence everything, lasts too long, or does not say why. */
    public static Suppression of(Matchers matchers, Duration duration, String comment, String actor)
            throws AlertingException {
        if (duration.toSeconds() < 1 || duration.compareTo(LONGEST) > 0) {
            throw AlertingException.refused("a suppression must last from 1s to " + Durations.format(LONGEST) + ", not "
                    + Durations.format(duration));
        }
        String why = comment.strip();
        if (why.isEmpty() || why.length() > MOST) {
            throw AlertingException.refused(
                    "a suppression needs a comment that says why, of at most " + MOST + " characters");
        }
        if (why.startsWith(Silence.ACKNOWLEDGED)) {
            throw AlertingException.refused("a comment that begins with " + Silence.ACKNOWLEDGED
                    + " is for acknowledgements, which go on while the alert fires");
        }
        return new Suppression(matchers.narrow(), duration, why, actor);
    }

    /** One alert's, and only its, for that time at first. */
    public static Suppression acknowledging(Alert alert, Duration duration, String comment, String actor)
            throws AlertingException {
        String why = comment.strip().replaceFirst("^" + Silence.ACKNOWLEDGED + "\\s*", "");
        if (why.length() > MOST) {
            throw AlertingException.refused("a comment has at most " + MOST + " characters");
        }
        return new Suppression(
                Matchers.exactly(alert.labels()),
                duration,
                Silence.ACKNOWLEDGED + " " + (why.isEmpty() ? "working on it" : why),
                actor);
    }
}
