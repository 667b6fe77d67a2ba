package io.dbvitals.vector.recall;

import io.dbvitals.vector.catalog.VectorIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Of what the true neighbours were found among, and when.
 *
 * @param at when they were found
 * @param changes of the table until then; empty where nobody counts them
 * @param rows of the table then
 */
record Freshness(Instant at, Optional<Long> changes, double rows) {
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final double CHANGED_PART = 0.01;

    static Freshness of(Optional<VectorIndex> index, Instant at) {
        return new Freshness(
                at,
                index.map(VectorIndex::changes),
                index.map(each -> (double) each.liveRows()).orElse(0.0));
    }

    /** Whether they are to be found anew: never before {@code interval} has passed. */
    boolean outdated(Optional<VectorIndex> latest, Instant now, Duration interval) {
        Duration age = Duration.between(at, now);
        if (age.compareTo(interval) < 0) {
            return false;
        }
        if (age.compareTo(LONGEST) >= 0 || latest.isEmpty() || changes.isEmpty()) {
            return true;
        }
        long since = latest.get().changes() - changes.get();
        // Less than before: the server's statistics were reset, and what happened since is not known.
        return since < 0 || since > CHANGED_PART * rows;
    }
}
