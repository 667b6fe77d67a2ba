package io.dbvitals.redis.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {
    @ParameterizedTest
    @CsvSource({
        "ok, 1",
        "true, 1",
        "err, 0",
        "fail, 0",
        "false, 0",
        "0, 0",
        "17, 17",
        "-1, -1",
        "1.25, 1.25",
        "1e3, 1000",
        "9223372036854775807, 9.223372036854775807E18",
        "999999999999999, 999999999999999",
        ".5, 0.5",
        "5., 5",
        "+2, 2",
        "1E-2, 0.01"
    })
    void number_isRead(String text, double value) {
        assertThat(NumberText.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "up", "1d", "5F", "0x1p3", "1.2.3", "1M", "-", "e5", "1 2", "NaN"})
    void otherText_isNoNumber(String text) {
        assertThat(NumberText.parse(text)).isNaN();
    }
}
