package io.dbvitals.vector.recall;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.vector.catalog.IndexName;
import io.dbvitals.vector.catalog.VectorIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final Freshness FRESHNESS = Freshness.of(changed(5000), THEN);

    @Test
    void truth_isKept_whileLittleHasChanged() {
        assertThat(outdated(changed(5000), Duration.ofHours(23))).isFalse();
        assertThat(outdated(changed(5010), Duration.ofHours(23))).isFalse();
    }

    @Test
    void truth_isOutdated_whenOneInAHundredRowsHasChanged() {
        assertThat(outdated(changed(5011), Duration.ofHours(1))).isTrue();
        assertThat(outdated(changed(5011), Duration.ofMinutes(59))).isFalse();
    }

    @Test
    void truth_isOutdated_afterADay() {
        assertThat(outdated(changed(5000), Duration.ofHours(24))).isTrue();
    }

    @Test
    void truth_isOutdated_afterTheInterval_whenTheChangesAreNotKnown() {
        // The statistics were reset.
        assertThat(outdated(changed(3), Duration.ofHours(1))).isTrue();
        assertThat(outdated(Optional.empty(), Duration.ofHours(1))).isTrue();
        assertThat(outdated(Optional.empty(), Duration.ofMinutes(5))).isFalse();
        assertThat(Freshness.of(Optional.empty(), THEN).outdated(changed(1), THEN.plus(INTERVAL), INTERVAL))
                .isTrue();
    }

    @Test
    void truth_isNeverLookedForTooOften_evenAfterADay() {
        assertThat(FRESHNESS.outdated(changed(9999), THEN.plus(Duration.ofDays(2)), Duration.ofDays(7)))
                .isFalse();
    }

    private static boolean outdated(Optional<VectorIndex> latest, Duration age) {
        return FRESHNESS.outdated(latest, THEN.plus(age), INTERVAL);
    }

    /** An index on a table of 1000 rows. */
    private static Optional<VectorIndex> changed(long changes) {
        return Optional.of(new VectorIndex(
                new IndexName("app", "public", "docs", "docs_hnsw"),
                "embedding",
                "embedding",
                "public.docs",
                Optional.empty(),
                "hnsw",
                "vector",
                "vector",
                "public",
                "OPERATOR(public.<->)",
                Optional.of(8),
                true,
                true,
                Optional.of(1000.0),
                8192,
                8192,
                1,
                changes,
                1000,
                0));
    }
}
