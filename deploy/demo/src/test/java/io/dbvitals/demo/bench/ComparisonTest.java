package io.dbvitals.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.bench.Figures.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void costs_are_sums_and_durations_those_of_the_slowest() throws DemoException {
        Figures together = Comparison.together(List.of(figures(10, 1_000, 5, 70), figures(20, 500, 80, 9)));

        assertThat(together.get(Figure.CPU)).isEqualTo(30);
        assertThat(together.get(Figure.SERIES)).isEqualTo(1_500);
        assertThat(together.get(Figure.P99)).isEqualTo(80);
        assertThat(together.get(Figure.START)).isEqualTo(70);
    }

    @Test
    void a_cost_per_series_is_not_a_sum() throws DemoException {
        Figures together = Comparison.together(List.of(figures(10, 1_000, 1, 1), figures(20, 500, 1, 1)));

        assertThat(together.get(Figure.CPU_OF_SERIES)).isEqualTo(20);
    }

    private static Figures figures(double cpu, double series, double p99, double start) {
        Figures figures = new Figures("x");
        for (Figure figure : Figure.values()) {
            figures.set(figure, 0);
        }
        figures.set(Figure.CPU, cpu);
        figures.set(Figure.SERIES, series);
        figures.set(Figure.P99, p99);
        figures.set(Figure.START, start);
        return figures;
    }
}
