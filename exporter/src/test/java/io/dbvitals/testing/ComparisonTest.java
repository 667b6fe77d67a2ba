package io.dbvitals.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final String BEFORE = """
            # TYPE jobs counter
            jobs{a="1",b=""} 5
            jobs{a="2"} 7
            # TYPE load gauge
            load 1.5e+00
            # TYPE lost gauge
            lost 1
            go_threads 3
            """;
    private static final String AFTER = BEFORE.replace("jobs{a=\"2\"} 7", "jobs{a=\"2\"} 9");

    private static Comparison of(String ours) {
        return Comparison.of(ours, BEFORE, AFTER).without("go_.*");
    }

    @Test
    void labelsWithoutValue_countAsAbsent() {
        Comparison comparison = of("# TYPE jobs counter\njobs{a=\"1\"} 5\njobs{a=\"2\"} 8\n");

        assertThat(comparison.missingSeries()).isEmpty();
        assertThat(comparison.additionalSeries()).isEmpty();
        assertThat(comparison.differingValues(0, 0)).isEmpty();
        assertThat(comparison.sharedSeries()).isEqualTo(2);
    }

    @Test
    void names_areMissingOrMore() {
        Comparison comparison = of("jobs{a=\"1\"} 5\nmore 1\n");

        assertThat(comparison.missingNames()).containsExactly("load", "lost");
        assertThat(comparison.additionalNames()).containsExactly("more");
        assertThat(comparison.missingSeries()).containsExactly("jobs{a=2}");
    }

    @Test
    void otherTypes_areNamed() {
        assertThat(of("# TYPE load counter\nload 1.5\n").differingTypes())
                .containsExactly("load: counter, the peer's gauge");
    }

    @Test
    void valuesOutsideOfWhatThePeerSays_areNamed() {
        assertThat(of("jobs{a=\"2\"} 6\n").differingValues(0, 0)).hasSize(1);
        assertThat(of("jobs{a=\"2\"} 10\n").differingValues(0, 0)).hasSize(1);
        assertThat(of("jobs{a=\"2\"} 10\n").differingValues(0.2, 0)).isEmpty();
        assertThat(of("load NaN\n").differingValues(0.5, 100)).hasSize(1);
    }

    @Test
    void labelsOfOneSide_canBeLeftOut() {
        Comparison comparison = of("load{server=\"x\"} 1.5\n");

        assertThat(comparison.additionalSeries()).containsExactly("load{server=x}");
        assertThat(comparison.withoutLabels("server").additionalSeries()).isEmpty();
        assertThat(comparison.missingSeries()).isEmpty();
    }

    @Test
    void partsOfHistograms_haveItsType() {
        var families = Comparison.parse("# TYPE took histogram\ntook_bucket{le=\"+Inf\"} 2\ntook_sum 1\n");

        assertThat(families.get("took_bucket").type()).isEqualTo("histogram");
        assertThat(families.keySet()).containsExactly("took_bucket", "took_sum");
    }
}
