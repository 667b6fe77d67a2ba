package io.dbvitals.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
    private final SelfMetrics metrics = new SelfMetrics();
    private final Page page = new Page(5, metrics);

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
        assertThat(lost("dbvitals_duplicate_series_total"))
                .isEqualTo("dbvitals_duplicate_series_total{collector=\"c\",target=\"t3\"} 1.0");
    }

    @Test
    void familyOfAnotherType_addsNothing() throws Exception {
        page.add("t1", "c", List.of(Samples.counter("x_total", 1, "server", "a")));
        page.add("t2", "c", List.of(Samples.gauge("x_total", 3, "server", "b")));

        assertThat(Samples.of(page.finish(), "x")).isEqualTo("x_total{server=\"a\"} 1.0");
        assertThat(lost("dbvitals_duplicate_series_total"))
                .isEqualTo("dbvitals_duplicate_series_total{collector=\"c\",target=\"t2\"} 1.0");
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
        assertThat(lost("dbvitals_series_limited_total"))
                .isEqualTo("dbvitals_series_limited_total{collector=\"big\",target=\"t\"} 2.0");
    }

    @Test
    void familyWithoutSamples_isNotShown() {
        page.add("t", "c", List.of(new GaugeSnapshot(new MetricMetadata("x", "Help"), List.of())));
        assertThat(page.finish().size()).isZero();
    }

    private String lost(String name) throws Exception {
        return Samples.of(new MetricSnapshots(metrics.snapshot(List.of())), name);
    }
}
