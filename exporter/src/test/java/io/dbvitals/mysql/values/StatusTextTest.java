package io.dbvitals.mysql.values;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0                        | 0
            42                       | 42
            999999999999999          | 999999999999999
            18446744073709551615     | 1.8446744073709552E19
            -7                       | -7
            +7                       | 7
            0.000123                 | 0.000123
            .5                       | 0.5
            5.                       | 5
            1.5e3                    | 1500
            ON                       | 1
            Yes                      | 1
            Primary                  | 1
            OFF                      | 0
            no                       | 0
            DISABLED                 | 0
            Connecting               | 0
            non-Primary              | 0
            Disconnected             | 0
            inf                      | Infinity
            -Inf                     | -Infinity
            1970-01-02 00:00:01      | 86401
            Jan  2 00:00:01 1970 GMT | 86401
            Nov 18 03:21:05 2036 GMT | 2110591265
            """)
    void numbersStatesAndDates_areValues(String text, double value) {
        assertThat(StatusText.value(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "NULL",
                "10.11.19-MariaDB",
                "10.11.19",
                "binlog.000001",
                "1d",
                "5F",
                "0x10",
                "1e",
                "+",
                "12 34",
                "DEMAND",
                "0000-00-00 00:00:00",
                "2026-13-01 00:00:00",
                "Jan 40 00:00:01 1970 GMT",
                "TLSv1.2,TLSv1.3",
                "11111111111111111111111111111111111111111"
            })
    void otherTexts_areNone(String text) {
        assertThat(StatusText.value(text)).isNaN();
    }

    @Test
    void names_areThoseOfMetrics() {
        assertThat(StatusText.name("Tls.sni-server name")).isEqualTo("Tls_sni_server_name");
        assertThat(StatusText.lower("INNODB_IO")).isEqualTo("innodb_io");
    }
}
