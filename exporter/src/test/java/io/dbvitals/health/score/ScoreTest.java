package io.dbvitals.health.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbvitals.health.HealthReport.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreTest {
    private static final Bounds RATIO = new Bounds(0.5, 0.8, 0.95);
    private static final int CASES = 20_000;

    @Test
    void bounds_areStraightLinesBothWays() {
        assertThat(RATIO.badness(0.2)).isZero();
        assertThat(RATIO.badness(0.65)).isCloseTo(0.25, within(1e-9));
        assertThat(RATIO.badness(0.8)).isEqualTo(0.5);
        assertThat(RATIO.badness(0.95)).isEqualTo(1);
        Bounds free = new Bounds(0.25, 0.1, 0.05);
        assertThat(free.badness(0.5)).isZero();
        assertThat(free.badness(0.1)).isEqualTo(0.5);
        assertThat(free.badness(0.075)).isCloseTo(0.75, within(1e-9));
        assertThat(free.badness(0)).isEqualTo(1);
        assertThat(Bounds.warningAt(1).badness(1_000_000)).isEqualTo(0.5);
        assertThatThrownBy(() -> new Bounds(0, 2, 1)).hasMessageContaining("must go one way");
    }

    @Test
    void bands_areThoseOfTheWorstComponent() {
        assertThat(Score.of(List.of(vital("a", 10, 0.1), vital("b", 5, 0.2))).points())
                .isEqualTo(100);
        Score degraded = Score.of(List.of(vital("a", 15, 0.8), vital("b", 5, 0.1)));
        assertThat(degraded.status()).isEqualTo(Status.DEGRADED);
        assertThat(degraded.bandDrop()).isEqualTo(21);
        assertThat(degraded.bandCause()).isEqualTo("a");
        assertThat(degraded.points()).isCloseTo(79 - 29 * 0.375, within(1e-9));
        assertThat(degraded.components().get(0).cause()).isEqualTo("a: 80 % (warning 80 %, critical 95 %)");
        Score unhealthy = Score.of(List.of(vital("a", 15, 0.99), vital("b", 5, 0.99)));
        assertThat(unhealthy.status()).isEqualTo(Status.UNHEALTHY);
        assertThat(unhealthy.points()).isZero();
        assertThat(Score.noAnswer().points()).isZero();
    }

    @Test
    void unknown_isDegradedAtBest_andAsBadAsItWasLast() {
        Vital lost = Vital.unknown("a", 15, "not readable");
        Score score = Score.of(List.of(lost, vital("b", 15, 0.1)));
        assertThat(score.status()).isEqualTo(Status.DEGRADED);
        assertThat(score.knownWeightRatio()).isEqualTo(0.5);
        assertThat(score.components().get(0).cause()).isEqualTo("not readable");
        assertThat(score.components().get(0).seenBad()).isFalse();
        Vital half = vital("a", 15, 0.9).butUnknown("not all of it");
        assertThat(Score.of(List.of(half)).components().get(0).seenBad()).isTrue();
        Score before = Score.of(List.of(vital("a", 15, 0.99)));
        assertThat(Score.of(List.of(lost), before.known(Map.of())).status()).isEqualTo(Status.UNHEALTHY);
        Score nothing = Score.of(List.of(Vital.notApplicable("a", 5, "no such thing")));
        assertThat(nothing.status()).isEqualTo(Status.DEGRADED);
        assertThat(nothing.points()).isEqualTo(79);
    }

    @Test
    void aWorseInput_neverRaisesTheScore() {
        Random random = new Random(7);
        for (int i = 0; i < CASES; i++) {
            List<Vital> vitals = vitals(random);
            int which = random.nextInt(vitals.size());
            Vital old = vitals.get(which);
            List<Vital> worse = new ArrayList<>(vitals);
            double value = old.measures().isEmpty() ? 0 : old.measures().get(0).value();
            if (old.knowledge() == Vital.Knowledge.NOT_APPLICABLE) {
                continue;
            }
            Vital risen = vital(old.name(), old.weight(), value + random.nextDouble());
            worse.set(which, old.knowledge() == Vital.Knowledge.KNOWN ? risen : risen.butUnknown("half"));
            assertThat(Score.of(worse).points())
                    .as("%s to %s", vitals, worse)
                    .isLessThanOrEqualTo(Score.of(vitals).points() + 1e-9);
        }
    }

    @Test
    void aMissingInput_neverRaisesTheScore() {
        Random random = new Random(11);
        for (int i = 0; i < CASES; i++) {
            List<Vital> vitals = vitals(random);
            Score before = Score.of(vitals);
            int which = random.nextInt(vitals.size());
            Vital old = vitals.get(which);
            if (old.knowledge() == Vital.Knowledge.NOT_APPLICABLE) {
                continue;
            }
            List<Vital> fewer = new ArrayList<>(vitals);
            fewer.set(which, Vital.unknown(old.name(), old.weight(), "lost"));
            assertThat(Score.of(fewer, before.known(Map.of())).points())
                    .as("%s without %s", vitals, old.name())
                    .isLessThanOrEqualTo(before.points() + 1e-9);
        }
    }

    @Test
    void status_isTheWorstComponent_andPointsAddUp() {
        Random random = new Random(13);
        for (int i = 0; i < CASES; i++) {
            Score score = Score.of(vitals(random));
            double worst = score.components().stream()
                    .map(Component::badness)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            boolean counts =
                    score.components().stream().anyMatch(each -> each.knowledge() != Vital.Knowledge.NOT_APPLICABLE);
            Status expected =
                    worst >= 1 ? Status.UNHEALTHY : worst >= 0.5 || !counts ? Status.DEGRADED : Status.HEALTHY;
            assertThat(score.status()).isEqualTo(expected);
            double lost =
                    score.components().stream().mapToDouble(Component::lost).sum();
            assertThat(score.bandDrop() + lost).isCloseTo(100 - score.points(), within(1e-9));
            assertThat(score.points()).isBetween(0.0, 100.0);
            Status byPoints = score.points() >= 80
                    ? Status.HEALTHY
                    : score.points() >= 49.99 ? Status.DEGRADED : Status.UNHEALTHY;
            assertThat(byPoints).as("%s", score).isEqualTo(expected);
        }
    }

    @Test
    void units_areWrittenForPeople() {
        assertThat(Unit.BYTES.write(5.0 * 1024 * 1024 * 1024)).isEqualTo("5 GiB");
        assertThat(Unit.SECONDS.write(1.26)).isEqualTo("1.3 s");
        assertThat(Unit.PER_SECOND.write(2)).isEqualTo("2/s");
    }

    private static List<Vital> vitals(Random random) {
        List<Vital> vitals = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            Vital vital = vital("v" + i, 1 + random.nextInt(20), value(random));
            vitals.add(
                    switch (random.nextInt(8)) {
                        case 0 -> Vital.unknown(vital.name(), vital.weight(), "not readable");
                        case 1 -> Vital.notApplicable(vital.name(), vital.weight(), "none");
                        case 2 -> vital.butUnknown("half of it");
                        default -> vital;
                    });
        }
        return vitals;
    }

    /** Often right at a bound. */
    private static double value(Random random) {
        double[] edges = {0, RATIO.good(), RATIO.warning(), Math.nextDown(RATIO.critical()), RATIO.critical()};
        return random.nextInt(4) == 0 ? edges[random.nextInt(edges.length)] : random.nextDouble();
    }

    private static Vital vital(String name, int weight, double value) {
        return Vital.of(name, weight, List.of(new Measure(name, value, Unit.RATIO, RATIO)));
    }
}
