package io.dbvitals.advice;

import java.util.List;

/**
 * What a window shows.
 *
 * @param unavailable what could not be judged, why, and what to do for it
 */
public record Findings(List<Advice> advice, List<String> unavailable) {
    public Findings {
        advice = List.copyOf(advice);
        unavailable = List.copyOf(unavailable);
    }
}
