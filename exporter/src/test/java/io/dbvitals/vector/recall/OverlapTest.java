package io.dbvitals.vector.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OverlapTest {
    @Test
    void exact_countsWhatIsAsNearAsTheKthOfTheTrueOnes() {
        assertThat(Overlap.exact(List.of(1.0, 2.0, 3.0, 9.0), new double[] {1, 2, 3, 4}))
                .isEqualTo(0.75);
        assertThat(Overlap.exact(List.of(), new double[] {1, 2})).isZero();
    }

    @Test
    void exact_takesEquallyNearRowsAsEqual() {
        assertThat(Overlap.exact(List.of(0.0, 1.0, 1.0, 1.0), new double[] {0, 0, 1, 1}))
                .isEqualTo(1);
        // One was read as single precision, the other as double.
        assertThat(Overlap.exact(List.of(0.1), new double[] {0.1f})).isEqualTo(1);
        assertThat(Overlap.exact(List.of((double) 0.1f), new double[] {0.1})).isEqualTo(1);
    }

    @Test
    void exact_isNeverMoreThanAll_whenRowsHaveComeSince() {
        assertThat(Overlap.exact(List.of(1.0, 1.5, 2.0), new double[] {1, 2})).isEqualTo(1);
    }

    @Test
    void sampled_isOne_whereNothingNearerWasMissed() {
        assertThat(Overlap.sampled(List.of(1.0, 2.0, 3.0), new double[] {2, 3, 3, 4, 5}, 3, 0.1))
                .isEqualTo(1);
        assertThat(Overlap.sampled(List.of(1.0, 2.0, 3.0), new double[0], 3, 0.1))
                .isEqualTo(1);
        assertThat(Overlap.sampled(List.of(1.0, 1.0, 1.0), new double[] {1, 1, 1, 1}, 3, 0.1))
                .isEqualTo(1);
    }

    @Test
    void sampled_countsDuplicatesThatWereMissed() {
        assertThat(Overlap.sampled(List.of(1.0, 2.0, 3.0), new double[] {1, 1, 3}, 3, 1))
                .isEqualTo(2.0 / 3);
    }

    @Test
    void sampled_ofAllRows_isWhatIsExpectedOfTheExactOne() {
        // Nine others and one missed: of ten rows before the last one found, the index has nine.
        List<Double> found = List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0);
        assertThat(Overlap.sampled(found, new double[] {1, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10}, 10, 1))
                .isEqualTo(0.9);
    }

    @Test
    void sampled_isLow_whereFewWereFound() {
        assertThat(Overlap.sampled(List.of(), new double[] {1, 2}, 10, 0.5)).isZero();
        assertThat(Overlap.sampled(List.of(1.0, 2.0), new double[] {5, 6}, 10, 0.5))
                .isEqualTo(0.2);
    }

    @Test
    void sampled_isInTheMeanCloseToTheExactOne() {
        Random random = new Random(11);
        for (int missed : new int[] {0, 1, 5, 20, 100}) {
            for (double part : new double[] {0.2, 0.5}) {
                double exact = 0;
                double sampled = 0;
                int tries = 2000;
                for (int i = 0; i < tries; i++) {
                    List<Double> found = new ArrayList<>();
                    List<Double> all = new ArrayList<>();
                    for (int row = 0; row < 10 + missed; row++) {
                        all.add(random.nextDouble());
                        if (row < 10) {
                            found.add(all.get(row));
                        }
                    }
                    found.sort(null);
                    double[] sorted =
                            all.stream().mapToDouble(each -> each).sorted().toArray();
                    exact += Overlap.exact(found, Arrays.copyOf(sorted, 10)) / tries;
                    double[] seen = Arrays.stream(sorted)
                            .filter(each -> random.nextDouble() < part)
                            .toArray();
                    sampled += Overlap.sampled(found, seen, 10, part) / tries;
                }
                assertThat(sampled).as("%d missed, %s looked at", missed, part).isCloseTo(exact, within(0.08));
            }
        }
    }
}
