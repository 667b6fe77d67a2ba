package io.dbvitals.vector.probe.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
    @ParameterizedTest
    @CsvSource({
        "DENIED, 42501, false, PERMISSION",
        "DENIED, 28P01, false, PERMISSION",
        "DENIED, 42501, true, PERMISSION",
        "DENIED, 3D000, true, GONE",
        "TIMEOUT, 57014, false, TIMEOUT",
        "TIMEOUT, '', false, TIMEOUT",
        "TIMEOUT, 55P03, false, LOCK",
        "BAD_DATA, 40P01, true, LOCK",
        "UNREACHABLE, 57P01, true, UNREACHABLE",
        "UNSUPPORTED, 42P01, false, GONE",
        "UNSUPPORTED, 42703, true, BAD_QUERY",
        "BAD_DATA, 42601, true, BAD_QUERY",
        "BAD_DATA, 22P02, true, BAD_DATA",
        "BAD_DATA, 22000, false, BAD_DATA",
        "BAD_DATA, XX000, false, BAD_DATA"
    })
    void reason_isTheServersOwnWhereItTells(Reason reason, String code, boolean own, Failure expected) {
        assertThat(Failure.of(new CollectException(reason, code, "", null), own))
                .isEqualTo(expected);
    }
}
