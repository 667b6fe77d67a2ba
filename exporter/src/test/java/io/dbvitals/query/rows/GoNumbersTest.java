package io.dbvitals.query.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoNumbersTest {
    /** The right column is what Go's fmt prints for %g. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "-1.5, -1.5",
        "0.1, 0.1",
        "100, 100",
        "999999, 999999",
        "1000000, 1e+06",
        "1234567, 1.234567e+06",
        "123456.7, 123456.7",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "-2500000000, -2.5e+09",
        "1e100, 1e+100",
        "1.5e-7, 1.5e-07",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf"
    })
    void number_isPrintedAsByGo(double value, String text) {
        assertThat(GoNumbers.format(value)).isEqualTo(text);
    }
}
