package io.dbvitals.advice.report;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Findings;
import io.dbvitals.advice.Statement;
import io.dbvitals.advice.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What came of one target.
 *
 * @param engine as {@code postgres} or {@code mysql}
 * @param window empty where there are no rates
 * @param sinceReset all since the statistics began is counted, not a window
 * @param top statements by their time
 * @param advice what matters most first
 * @param unavailable what could not be judged, why, and what to do for it
 * @param failure empty where something is known
 */
public record AdviceReport(
        String target,
        String engine,
        Optional<Duration> window,
        boolean sinceReset,
        Totals totals,
        List<Pattern> top,
        List<Advice> advice,
        List<String> unavailable,
        Optional<Failure> failure) {
    /**
     * Why nothing is known of a target.
     *
     * @param text with the remedy
     * @param down whether it does not answer, or lets nobody in; otherwise its statements are not counted, or a right is missing
     */
    public record Failure(String text, boolean down) {}

    private static final String BROKEN =
            "the server restarted, or its statistics were reset, within the window: what is here was counted since"
                    + " then, and there are no rates";

    public AdviceReport {
        top = List.copyOf(top);
        advice = List.copyOf(advice);
        unavailable = List.copyOf(unavailable);
    }

    /** {@code most} statements at the top at most. */
    public static AdviceReport of(String target, String engine, Window window, Findings findings, int most) {
        List<String> unavailable = new ArrayList<>(findings.unavailable());
        if (window.broken()) {
            unavailable.add(0, BROKEN);
        }
        return new AdviceReport(
                target,
                engine,
                window.length(),
                window.sinceReset(),
                Totals.of(window),
                window.statements().stream()
                        .sorted(Comparator.comparingDouble(Statement::seconds).reversed())
                        .limit(most)
                        .map(statement -> Pattern.of(statement, window))
                        .toList(),
                findings.advice().stream().sorted(Advice.RANKED).toList(),
                unavailable,
                Optional.empty());
    }

    /** With these findings only. */
    public AdviceReport only(Predicate<Advice> wanted) {
        return new AdviceReport(
                target,
                engine,
                window,
                sinceReset,
                totals,
                top,
                advice.stream().filter(wanted).toList(),
                unavailable,
                failure);
    }

    /** Nothing is known. */
    public static AdviceReport failed(String target, String engine, Failure failure) {
        return new AdviceReport(
                target,
                engine,
                Optional.empty(),
                false,
                new Totals(0, 0, 0, 0, Optional.empty(), Optional.empty()),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(failure));
    }
}
