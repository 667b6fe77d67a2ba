package io.dbvitals.cli.terminal.nagios;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            10,     -0.1, true
            10,     0,    false
            10,     10,   false
            10,     10.1, true
            10:,    9.9,  true
            10:,    10,   false
            10:,    1e18, false
            ~:10,   -1e9, false
            ~:10,   10.5, true
            10:20,  9,    true
            10:20,  15,   false
            10:20,  20.5, true
            @10:20, 9,    false
            @10:20, 10,   true
            @10:20, 20,   true
            @10:20, 21,   false
            @~:0,   -3,   true
            @~:0,   0.5,  false
            :5,     6,    true
            -5:-2,  -3,   false
            -5:-2,  0,    true
            0,      1,    true
            0,      0,    false
            10,     NaN,  false
            10,     Infinity, true
            """)
    void range_alertsAsTheGuidelinesSay(String range, double value, boolean alerts) {
        assertThat(Range.parse(range).orElseThrow().alerts(value)).isEqualTo(alerts);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            90s,      90
            5m,       300
            1.5h,     5400
            2d,       172800
            500ms,    0.5
            16MB,     16777216
            1kb,      1024
            1:1GB,    1:1073741824
            @~:5m,    @~:300
            10:,      10:
            0:,       0:
            .5,       0.5
            """)
    void units_areCountedInSecondsAndBytes(String range, String rendered) {
        assertThat(Range.parse(range).orElseThrow()).hasToString(rendered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ten",
                "20:10",
                "1:2:3",
                "10:~",
                "~",
                "@",
                "5 parsecs",
                "1e3",
                "0x10",
                "NaN",
                "--1",
                "1,5"
            })
    void whatIsNoRange_isRefused(String text) {
        assertThat(Range.parse(text)).isEmpty();
    }

    @Test
    void percent_isOfTheLargestValue() {
        Range range = Range.parse("80%").orElseThrow();
        assertThat(range.percent()).isTrue();
        assertThat(range.times(0.6)).hasToString("48");
    }
}
