package io.dbvitals.advice;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One finding, and what to do.
 *
 * @param subject the id of a {@link Pattern}, or a table, index or database by name
 * @param text what to do, without literals of statements
 * @param stopsWhen the finding is no more when that is so
 */
public record Advice(
        Rule rule,
        Severity severity,
        Confidence confidence,
        String subject,
        List<Evidence> evidence,
        Optional<ExplainedPlan> plan,
        String text,
        Gain gain,
        String stopsWhen) {
    /** What matters most first; then what gains most. */
    public static final Comparator<Advice> RANKED = Comparator.comparing(Advice::severity)
            .reversed()
            .thenComparing(advice -> advice.gain().secondsPerHour().orElse(0.0), Comparator.reverseOrder())
            .thenComparing(Advice::rule)
            .thenComparing(Advice::subject);

    public Advice {
        evidence = List.copyOf(evidence);
    }
}
