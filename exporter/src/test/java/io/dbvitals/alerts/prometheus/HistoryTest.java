package io.dbvitals.alerts.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.alerts.Episode;
import io.dbvitals.alerts.prometheus.RangeSeries.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs of samples are episodes. */
class HistoryTest {
    private static final Duration STEP = Duration.ofSeconds(10);

    @Test
    void gapOfTwoSteps_isJoined_andALongerOneIsNot() {
        List<Episode> episodes =
                History.episodes(Map.of("alertname", "A"), points(100, 110, 130, 160, 170), List.of(), STEP, at(300));
        assertThat(episodes).extracting(Episode::start).containsExactly(at(100), at(160));
        assertThat(episodes).extracting(Episode::end).containsExactly(at(130), at(170));
        assertThat(episodes).noneMatch(Episode::firing);
    }

    @Test
    void start_isWhenTheConditionCameTrue() {
        List<Point> since = List.of(new Point(at(100), 63.5), new Point(at(160), 900), new Point(at(170), Double.NaN));
        List<Episode> episodes = History.episodes(Map.of(), points(100, 160), since, STEP, at(165));
        assertThat(episodes)
                .extracting(Episode::start)
                .as("one that lies behind what was seen is none")
                .containsExactly(Instant.ofEpochMilli(63_500), at(160));
        assertThat(episodes).extracting(Episode::firing).containsExactly(false, true);
    }

    @Test
    void step_keepsToTheMostPoints() {
        assertThat(Prometheus.step(Duration.ofHours(1), 1_500, Duration.ofSeconds(1)))
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(Prometheus.step(Duration.ofMinutes(1), 1_500, Duration.ofSeconds(1)))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(Prometheus.step(Duration.ofDays(31), 11_000, Duration.ofSeconds(15)))
                .isEqualTo(Duration.ofSeconds(244));
    }

    private static List<Point> points(int... seconds) {
        return IntStream.of(seconds).mapToObj(each -> new Point(at(each), 1)).toList();
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }
}
