package io.dbvitals.app.benchmark.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatedTest {
    private static final Sample CONNECTING = sample("connecting", 10, 11, 12);

    @Test
    void sample_hasMedianP95AndSpread() {
        Sample sample = sample("q", IntStream.rangeClosed(1, 100).toArray());
        assertThat(sample.median()).isEqualTo(Duration.ofNanos(50_500_000));
        assertThat(sample.p95()).isEqualTo(Duration.ofMillis(95));
        assertThat(sample.slowest()).isEqualTo(Duration.ofMillis(100));
        assertThat(sample.spread()).isEqualTo(Duration.ofMillis(25));
        assertThat(sample.successRate()).isEqualTo(1);
        assertThat(sample("q", 7).p95()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void sampleOfNothing_isZero() {
        Sample nothing = new Sample("q", List.of(), 3, "no");
        assertThat(nothing.median()).isZero();
        assertThat(nothing.p95()).isZero();
        assertThat(nothing.spread()).isZero();
        assertThat(nothing.unstable()).isFalse();
        assertThat(nothing.successRate()).isZero();
        assertThat(new Sample("q", List.of(), 0, "").successRate()).isZero();
    }

    /** A few outliers are what the 95th percentile is for; they do not make the median doubtful. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            10,10,10,10,500 ; false
            4,8,10,12,16    ; false
            1,1,10,20,30    ; true
            """)
    void spreadOfMoreThanHalfTheMedian_isUnstable(String millis, boolean unstable) {
        int[] times =
                List.of(millis.split(",")).stream().mapToInt(Integer::parseInt).toArray();
        assertThat(sample("q", times).unstable()).isEqualTo(unstable);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            4,   EXCELLENT
            5,   EXCELLENT
            6,   GOOD
            21,  FAIR
            101, POOR
            """)
    void rating_isThatOfTheWorstMedian(int millis, Rating rating) {
        Rated rated = rated(sample("fast", 1, 1, 1), sample("slow", millis, millis, millis));
        assertThat(rated.rating()).contains(rating);
    }

    @Test
    void reason_namesThePartAndItsBound() {
        assertThat(rated(sample("catalog", 30, 30, 30)).reason())
                .isEqualTo("catalog takes 30.00 ms, the median; more than 20.00 ms is fair");
        assertThat(rated(sample("catalog", 1)).reason())
                .isEqualTo("connecting takes 11.00 ms, the median; up to 50.00 ms is excellent");
        assertThat(Rated.of(sample("connecting", 300), List.of(sample("q", 1)), Bounds.CONNECTION, Bounds.ANSWER))
                .isEqualTo(new Rated(
                        Optional.of(Rating.FAIR),
                        "connecting takes 300.00 ms, the median; more than 200.00 ms is fair"));
    }

    @Test
    void unstableTimes_areNotRated() {
        Rated rated = rated(sample("q", 1, 1, 10, 20, 30));
        assertThat(rated.rating()).isEmpty();
        assertThat(rated.reason()).startsWith("unstable: q differs by 9.00 ms from its median of 10.00 ms");
    }

    /** However fast the others are, and even where times are unstable. */
    @Test
    void failures_areFairAtBest_andPoorWhereTheyAreMany() {
        Sample one =
                new Sample("q", sample("q", IntStream.range(1, 40).toArray()).took(), 1, "no");
        assertThat(rated(one).rating()).contains(Rating.FAIR);
        Sample most = new Sample("q", sample("q", 1, 1, 1).took(), 7, "read-only");
        assertThat(rated(most).rating()).contains(Rating.POOR);
        assertThat(rated(most).reason()).isEqualTo("q succeeded 3 times of 10: read-only");
        assertThat(rated(new Sample("q", List.of(), 0, "")).rating()).contains(Rating.POOR);
    }

    @Test
    void efficiency_isWhatEachConnectionGives() {
        assertThat(new Pooled(3, 5, CONNECTING, 100, 240).efficiency()).isCloseTo(0.8, within(1e-9));
        assertThat(new Pooled(3, 5, CONNECTING, 0, 240).efficiency()).isZero();
    }

    private static Rated rated(Sample... queries) {
        return Rated.of(CONNECTING, List.of(queries), Bounds.CONNECTION, Bounds.ANSWER);
    }

    private static Sample sample(String name, int... millis) {
        return new Sample(
                name, IntStream.of(millis).mapToObj(Duration::ofMillis).toList(), 0, "");
    }
}
