package io.dbvitals.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRangeTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            >=13 <18        ; 13.0      ; true
            >=13 <18        ; 17.9      ; true
            >=13 <18        ; 18.0      ; false
            >=13, <18       ; 12.22     ; false
            16              ; 16.4      ; true
            16              ; 17.0      ; false
            16.4            ; 16.40     ; false
            >=14.2          ; 14.10     ; true
            >=14.2          ; 14.1      ; false
            <17 || >=18     ; 17.4      ; false
            <17 || >=18     ; 16.4      ; true
            <17 || >=18     ; 18.0      ; true
            14.x            ; 14.9      ; true
            14.x            ; 15.0      ; false
            *               ; 9.6       ; true
            x               ; 9.6       ; true
            =16.4           ; 16.4      ; true
            ==16.4          ; 16.4.0    ; true
            !=16.4          ; 16.4      ; false
            !=16.4          ; 16.5      ; true
            >16.4           ; 16.4      ; false
            <=16.4          ; 16.4      ; true
            >=v0.5          ; 0.8.0     ; true
            >=1.10          ; 1.9       ; false
            >=1.10          ; 1.11      ; true
            >=13            ; 16.4 (Debian 16.4-1) ; true
            >=13            ; 18beta1   ; true
            """)
    void range_holdsVersions(String range, String version, boolean holds) {
        assertThat(VersionRange.parse(range).orElseThrow().contains(version)).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "latest", ">=", ">= 13 <", "13 ||", "|| 13", ">=13 and <18", "~13"})
    void otherTexts_areNoRange(String text) {
        assertThat(VersionRange.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            >=13 <18      ; >=18          ; false
            >=13 <18      ; >=17          ; true
            <13           ; >=13          ; false
            <=13          ; >=13          ; true
            16            ; >=16.4 <16.5  ; true
            16            ; 17            ; false
            *             ; 16            ; true
            <17 || >=18   ; >=17 <18      ; false
            <17 || >=18   ; 18            ; true
            >16.4 <16.6   ; 16.5          ; true
            """)
    void overlap_isFound(String one, String other, boolean overlap) {
        VersionRange first = VersionRange.parse(one).orElseThrow();
        VersionRange second = VersionRange.parse(other).orElseThrow();
        assertThat(first.overlaps(second)).isEqualTo(overlap);
        assertThat(second.overlaps(first)).isEqualTo(overlap);
    }
}
