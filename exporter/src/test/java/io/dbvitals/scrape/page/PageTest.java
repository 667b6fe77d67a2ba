package io.dbvitals.scrape.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.scrape.Samples;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
    private final List<String> losses = new ArrayList<>();
    private final Page page = new Page(5, new Page.Losses() {
        @Override
        public void duplicate(String target, String collector, int points) {
            losses.add("duplicate " + target + " " + collector + " " + points);
        }

        @Override
        public void limited(String target, String collector, int points) {
            losses.add("limited " + target + " " + collector + " " + points);
        }
    });

    @Test
    void familiesOfOneName_becomeOne_firstComesFirst() throws Exception {
        page.add("t1", "c", List.of(Samples.gauge("x", 1, "server", "a"), Samples.gauge("y", 2)));
        page.add("t2", "c", List.of(Samples.gauge("x", 3, "server", "b")));
        page.add("t3", "c", List.of(Samples.gauge("x", 9, "server", "a")));

        assertThat(Samples.text(page.finish())).isEqualTo("""
                # HELP x Help
                # TYPE x gauge
                x{server="a"} 1.0
                x{server="b"} 3.0
                # HELP y Help
                # TYPE y gauge
                y 2.0
                """);
        assertThat(losses).containsExactly("duplicate t3 c 1");
    }

    @Test
    void familyOfAnotherType_addsNothing() throws Exception {
        page.add("t1", "c", List.of(Samples.counter("x_total", 1, "server", "a")));
        page.add("t2", "c", List.of(Samples.gauge("x_total", 3, "server", "b")));

        assertThat(Samples.of(page.finish(), "x")).isEqualTo("x_total{server=\"a\"} 1.0");
        assertThat(losses).containsExactly("duplicate t2 c 1");
    }

    @Test
    void counterBesideAFamilyOfItsShortName_isUntyped_soThatOpenMetricsHasTwoNames() throws Exception {
        page.add("t", "c", List.of(Samples.counter("x_total", 1), Samples.gauge("x", 2)));

        ByteArrayOutputStream text = new ByteArrayOutputStream();
        OpenMetricsTextFormatWriter.create().write(text, page.finish());
        assertThat(text.toString(StandardCharsets.UTF_8)).isEqualTo("""
                # TYPE x gauge
                # HELP x Help
                x 2.0
                # TYPE x_total unknown
                # HELP x_total Help
                x_total 1.0
                # EOF
                """);
    }

    @Test
    void familyThatWouldExceedTheLimit_isLeftOutWhole_andCounted() throws Exception {
        for (int i = 0; i < 4; i++) {
            page.add("t", "c", List.of(Samples.gauge("x" + i, i)));
        }
        page.add(
                "t",
                "big",
                List.of(Families.merge(
                        List.of(Samples.gauge("z", 1, "l", "1"), Samples.gauge("z", 2, "l", "2")),
                        (family, points) -> {})));
        page.add("t", "c", List.of(Samples.gauge("x9", 9)));

        assertThat(page.finish().stream().map(each -> each.getMetadata().getName()))
                .containsExactly("x0", "x1", "x2", "x3", "x9");
        assertThat(losses).containsExactly("limited t big 2");
    }

    @Test
    void familyWithoutSamples_isNotShown() {
        page.add("t", "c", List.of(new GaugeSnapshot(new MetricMetadata("x", "Help"), List.of())));
        assertThat(page.finish().size()).isZero();
    }
}
