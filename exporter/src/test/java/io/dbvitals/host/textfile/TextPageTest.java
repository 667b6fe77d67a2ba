package io.dbvitals.host.textfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPageTest {
    @Test
    void samples_areReadWithTheirLabels() throws TextPage.BadPage {
        List<TextFamily> families = TextPage.parse("""
                # HELP jobs How many.
                # TYPE jobs gauge
                jobs{a="x\\"y\\\\z\\n", b="",} 1.5e3
                # a remark
                plain -Inf\r
                """);

        assertThat(families).hasSize(2);
        assertThat(families.get(0).help()).isEqualTo("How many.");
        assertThat(families.get(0).type()).isEqualTo("gauge");
        assertThat(families.get(0).samples())
                .containsExactly(new TextSample("jobs", Map.of("a", "x\"y\\z\n", "b", ""), 1500));
        assertThat(families.get(1).type()).isEqualTo("untyped");
        assertThat(families.get(1).samples().get(0).value()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void partsOfHistogramsAndSummaries_belongToThem() throws TextPage.BadPage {
        List<TextFamily> families = TextPage.parse("""
                # TYPE h histogram
                h_bucket{le="1"} 1
                h_sum 3
                h_count 2
                # TYPE s summary
                s{quantile="0.5"} 4
                s_sum 8
                s_count 2
                other_count 1
                """);

        assertThat(families).extracting(TextFamily::name).containsExactly("h", "s", "other_count");
        assertThat(families.get(0).samples()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a 1 1234567890; timestamps are not supported",
                "a{b=c} 1; in quotes",
                "a{b=\"c} 1; does not end",
                "a{b=\"c\",b=\"d\"} 1; stands twice",
                "a 1d; a value was expected",
                "a 0x10; a value was expected",
                "a; a value was expected",
                "1a 1; a name was expected",
                "# TYPE a colour; unknown type",
                "# TYPE a gauge x; unknown type"
            })
    void mistakes_areNamedWithTheirLine(String line, String said) {
        assertThatThrownBy(() -> TextPage.parse("good 1\n" + line + "\n"))
                .isInstanceOf(TextPage.BadPage.class)
                .hasMessageStartingWith("line 2: ")
                .hasMessageContaining(said);
    }
}
