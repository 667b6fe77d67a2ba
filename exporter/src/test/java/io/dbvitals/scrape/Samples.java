package io.dbvitals.scrape;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Families of one sample, and pages without the lines that begin with #. */
public final class Samples {
    private Samples() {}

    public static MetricSnapshot gauge(String name, double value, String... labels) {
        return new GaugeSnapshot(
                new MetricMetadata(name, "Help"), List.of(new GaugeDataPointSnapshot(value, Labels.of(labels), null)));
    }

    public static MetricSnapshot counter(String name, double value, String... labels) {
        return new CounterSnapshot(
                new MetricMetadata(name, "Help"),
                List.of(new CounterDataPointSnapshot(value, Labels.of(labels), null, 0L)));
    }

    public static String text(MetricSnapshots page) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, page);
        return text.toString(StandardCharsets.UTF_8);
    }

    /** The samples whose name begins so. */
    public static String of(MetricSnapshots page, String name) throws IOException {
        return text(page).lines().filter(line -> line.startsWith(name)).collect(Collectors.joining("\n"));
    }
}
