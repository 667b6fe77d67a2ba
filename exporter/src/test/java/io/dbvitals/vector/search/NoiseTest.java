package io.dbvitals.vector.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NoiseTest {
    @Test
    void vector_isMovedByATenth() {
        String stored = "[" + "3,".repeat(999) + "3]";
        double[] moved = numbers(new Noise(new Random(1)).around(stored).orElseThrow());
        double squares =
                Arrays.stream(moved).map(each -> (each - 3) * (each - 3)).sum();
        assertThat(moved).hasSize(1000);
        assertThat(Math.sqrt(squares / moved.length)).isBetween(0.27, 0.33);
    }

    @Test
    void sizeOfTheNoise_isThatOfTheVector() {
        double[] moved =
                numbers(new Noise(new Random(1)).around("[1e-6, -1e-6]").orElseThrow());
        assertThat(Math.abs(moved[0] - 1e-6)).isLessThan(1e-6);
    }

    @Test
    void zeroVector_hasNoNeighbourhood() {
        assertThat(new Noise(new Random(1)).around("[0,0,-0]")).isEmpty();
    }

    private static double[] numbers(String vector) {
        return Arrays.stream(vector.substring(1, vector.length() - 1).split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
