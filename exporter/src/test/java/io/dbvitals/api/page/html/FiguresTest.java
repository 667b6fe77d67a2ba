package io.dbvitals.api.page.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "0.0000001, < 1 µs",
        "0.00025, 250 µs",
        "0.0041, 4.1 ms",
        "1.5, 1.5 s",
        "95, 95 s",
        "312, 5 min",
        "8000, 2.22 h",
        "200000, 2 days",
        "-3, -3 s",
        "NaN, –",
    })
    void seconds_haveTheUnitThatPeopleUse(double seconds, String text) {
        assertThat(Figures.seconds(Optional.of(seconds))).isEqualTo(text);
    }

    @Test
    void figures_areShort() {
        assertThat(Figures.bytes(Optional.of(1_310_720.0))).isEqualTo("1.25 MiB");
        assertThat(Figures.bytes(Optional.of(512.0))).isEqualTo("512 B");
        assertThat(Figures.count(Optional.of(1_204_000.0))).isEqualTo("1.2 M");
        assertThat(Figures.count(Optional.of(20.0))).isEqualTo("20");
        assertThat(Figures.percent(Optional.of(0.985))).isEqualTo("98.5 %");
        assertThat(Figures.percent(Optional.of(1.0))).isEqualTo("100 %");
        assertThat(Figures.duration(Duration.ofMillis(3))).isEqualTo("3 ms");
    }

    @Test
    void unknown_isADash() {
        assertThat(Figures.bytes(Optional.empty())).isEqualTo("–");
        assertThat(Figures.count(Optional.of(Double.NaN))).isEqualTo("–");
        assertThat(Figures.percent(Optional.of(Double.POSITIVE_INFINITY))).isEqualTo("–");
    }
}
