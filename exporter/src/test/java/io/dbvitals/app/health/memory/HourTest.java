package io.dbvitals.app.health.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HourTest {
    private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

    private final Hour hour = new Hour();

    @Test
    void slot_keepsWhatCameLast_andGapsAreNotKnown() {
        hour.note(BEGIN, Map.of("score", 90.0));
        hour.note(BEGIN.plusSeconds(14), Map.of("score", 80.0));
        hour.note(BEGIN.plusSeconds(30), Map.of("score", 70.0));
        assertThat(hour.values("score", BEGIN, 4)).containsExactly(80, Double.NaN, 70, Double.NaN);
        assertThat(hour.values("other", BEGIN, 1)).containsExactly(Double.NaN);
    }

    @Test
    void seriesThatIsNotReadAnyMore_doesNotShowWhatItWasAnHourAgo() {
        hour.note(BEGIN, Map.of("score", 90.0, "locks", 3.0));
        hour.note(BEGIN.plusSeconds(3600), Map.of("score", 50.0));
        assertThat(hour.values("score", BEGIN.plusSeconds(3600), 1)).containsExactly(50);
        assertThat(hour.values("locks", BEGIN.plusSeconds(3600), 1)).containsExactly(Double.NaN);
        assertThat(hour.values("score", BEGIN, 1)).containsExactly(Double.NaN);
    }

    @Test
    void series_areBounded() {
        for (int i = 0; i < 100; i++) {
            hour.note(BEGIN, Map.of("series " + i, 1.0));
        }
        assertThat(hour.names()).hasSize(32);
    }
}
