package io.dbvitals.query.load.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.query.VersionRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SemverRangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ">=17.0.0|17.0|16.9",
                "<17.0.0-0|16.9|17.1",
                ">= 10.0.0, < 12|11.3|12.0",
                "~16|16.4|17.0",
                "~16.1|16.1|16.2",
                "~> 15.2.1|15.2.3|15.3",
                "^15.2|15.9|16.0",
                "13 - 14.5|14.5|14.6",
                "!=14.2|14.3|14.2",
                "!14.2|14.3|14.2",
                "14.x|14.9|15.0",
            })
    void constraint_holdsTheOneAndNotTheOther(String text, String in, String out) {
        VersionRange range = SemverRange.parse(text).orElseThrow();

        assertThat(range.contains(in)).isTrue();
        assertThat(range.contains(out)).isFalse();
    }

    @Test
    void nonsense_isNoRange() {
        assertThat(SemverRange.parse("newest")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        ">=13 <18, >=18, false",
        ">=13 <18, >=17, true",
        ">=9.4 <10, <9.4, false",
        ">=9.4 <10, <9.4.1, true",
        "16, >16.5, true",
        "16, 17, false",
        "16.2, 16, true",
        "<17 || >=18, 17, false",
        "<=14, >=14, true",
        "*, 99, true",
        "<10, <9, true",
    })
    void overlaps_findsACommonVersion(String one, String other, boolean overlap) {
        VersionRange a = VersionRange.parse(one).orElseThrow();
        VersionRange b = VersionRange.parse(other).orElseThrow();

        assertThat(a.overlaps(b)).isEqualTo(overlap);
        assertThat(b.overlaps(a)).isEqualTo(overlap);
    }
}
