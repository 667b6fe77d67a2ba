package io.dbvitals.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FastTextWriterTest {
    private static final MetricSnapshots PAGE = MetricSnapshots.of(
            new GaugeSnapshot(new MetricMetadata("a_bytes", "A \\ \"help\"\nof two lines", Unit.BYTES), numbers()),
            new GaugeSnapshot(new MetricMetadata("b"), List.of(gauge(1, Labels.EMPTY))),
            new GaugeSnapshot(new MetricMetadata("c_total", "a gauge"), List.of(gauge(2, Labels.of("l", "")))),
            new CounterSnapshot(
                    new MetricMetadata("d_total", "a counter"),
                    List.of(new CounterDataPointSnapshot(3, Labels.of("l", "é\n\"\\"), null, 0L))),
            new CounterSnapshot(
                    new MetricMetadata("e", "a counter"),
                    List.of(new CounterDataPointSnapshot(4.5, Labels.of("k", "v", "l", "w"), null, 0L))),
            new UnknownSnapshot(
                    new MetricMetadata("f", ""), List.of(new UnknownDataPointSnapshot(5, Labels.of("l", "x"), null))),
            new InfoSnapshot(new MetricMetadata("g"), List.of(new InfoDataPointSnapshot(Labels.of("version", "1")))),
            StateSetSnapshot.builder()
                    .name("h")
                    .dataPoint(StateSetSnapshot.StateSetDataPointSnapshot.builder()
                            .state("on", true)
                            .state("off", false)
                            .build())
                    .build(),
            new HistogramSnapshot(
                    new MetricMetadata("i", "a histogram"),
                    List.of(new HistogramDataPointSnapshot(
                            ClassicHistogramBuckets.of(new double[] {1, Double.POSITIVE_INFINITY}, new long[] {2, 3}),
                            5,
                            Labels.EMPTY,
                            Exemplars.EMPTY,
                            0L))),
            new GaugeSnapshot(new MetricMetadata("j.dotted"), List.of(gauge(6, Labels.of("dotted.label", "y")))),
            new GaugeSnapshot(new MetricMetadata("k"), List.of()));

    @Test
    void text_isTheLibrarys() throws IOException {
        ExpositionFormatWriter library = PrometheusTextFormatWriter.create();
        assertThat(write(FastTextWriter.text(library))).isEqualTo(write(library));
    }

    @Test
    void openMetrics_isTheLibrarys() throws IOException {
        ExpositionFormatWriter library = OpenMetricsTextFormatWriter.create();
        assertThat(write(FastTextWriter.openMetrics(library))).isEqualTo(write(library));
    }

    private static String write(ExpositionFormatWriter writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(out, PAGE, EscapingScheme.UNDERSCORE_ESCAPING);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static GaugeDataPointSnapshot gauge(double value, Labels labels) {
        return new GaugeDataPointSnapshot(value, labels, null);
    }

    /** Every kind of number, and more of them than the buffer holds. */
    private static List<GaugeDataPointSnapshot> numbers() {
        List<Double> values = new ArrayList<>(List.of(
                0.0,
                -0.0,
                1.0,
                -1.0,
                9.0,
                10.0,
                9_999_999.0,
                -9_999_999.0,
                1e7,
                1.5,
                1e300,
                Double.MIN_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                0.001,
                1e-4,
                2147483647.0));
        Random random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            values.add((double) random.nextInt());
            values.add((double) random.nextInt(100_000));
            values.add(Double.longBitsToDouble(random.nextLong()));
        }
        List<GaugeDataPointSnapshot> points = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            points.add(gauge(values.get(i), Labels.of("i", String.valueOf(i))));
        }
        return points;
    }
}
