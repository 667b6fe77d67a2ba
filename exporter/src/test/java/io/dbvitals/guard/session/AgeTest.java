package io.dbvitals.guard.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {
    @ParameterizedTest
    @CsvSource({
        "PT-1S, 0ms",
        "PT0S, 0ms",
        "PT0.25S, 250ms",
        "PT1.9S, 1s",
        "PT12M23S, 12m23s",
        "PT3H5M9S, 3h5m",
        "PT60M, 1h",
        "P2DT3H, 2d3h",
        "P40D, 40d"
    })
    void text_hasTwoUnits(Duration age, String text) {
        assertThat(Age.text(age)).isEqualTo(text);
    }
}
