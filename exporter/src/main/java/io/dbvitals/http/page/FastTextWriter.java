package io.dbvitals.http.page;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A text format, byte for byte as the library's own writer has it. Gauges, counters and untyped families, which are nearly the whole of a
 * page, are written here, for a fraction of the cost; all others by the library. See RATIONALE.md.
 */
final class FastTextWriter implements ExpositionFormatWriter {
    private static final byte[] END = "# EOF\n".getBytes(StandardCharsets.US_ASCII);

    private final ExpositionFormatWriter library;
    private final boolean openMetrics;

    private FastTextWriter(ExpositionFormatWriter library, boolean openMetrics) {
        this.library = library;
        this.openMetrics = openMetrics;
    }

    static FastTextWriter text(ExpositionFormatWriter library) {
        return new FastTextWriter(library, false);
    }

    static FastTextWriter openMetrics(ExpositionFormatWriter library) {
        return new FastTextWriter(library, true);
    }

    @Override
    public boolean accepts(String acceptHeader) {
        return library.accepts(acceptHeader);
    }

    @Override
    public String getContentType() {
        return library.getContentType();
    }

    @Override
    public void write(OutputStream out, MetricSnapshots families, EscapingScheme escaping) throws IOException {
        ByteText text = new ByteText(out);
        for (MetricSnapshot family : families) {
            if (family.getDataPoints().isEmpty()) {
                continue;
            }
            if (simple(family, text)) {
                write(text, family);
            } else {
                GrowingBytes one = new GrowingBytes(1024);
                library.write(one, MetricSnapshots.of(family), escaping);
                one.dropLast(openMetrics ? END.length : 0);
                text.flush();
                one.writeTo(out);
            }
        }
        if (openMetrics) {
            text.write(END);
        }
        text.flush();
    }

    private void write(ByteText text, MetricSnapshot family) throws IOException {
        MetricMetadata metadata = family.getMetadata();
        String base = metadata.getPrometheusName();
        boolean counter = family instanceof CounterSnapshot;
        if (counter && base.endsWith("_total")) {
            base = base.substring(0, base.length() - "_total".length());
        }
        String full = counter ? base + "_total" : base;
        header(text, openMetrics ? base : full, type(family), metadata);
        byte[] name = ByteText.bytes(full);
        for (DataPointSnapshot point : family.getDataPoints()) {
            text.write(name);
            text.labels(point.getLabels());
            text.write(' ');
            text.number(value(point));
            text.write('\n');
        }
    }

    private void header(ByteText text, String name, String type, MetricMetadata metadata) throws IOException {
        String help = metadata.getHelp();
        boolean described = help != null && !help.isEmpty();
        if (described && !openMetrics) {
            text.write("# HELP " + name + " " + help.replace("\\", "\\\\").replace("\n", "\\n") + "\n");
        }
        text.write("# TYPE " + name + " " + type + "\n");
        if (openMetrics && metadata.getUnit() != null) {
            text.write("# UNIT " + name + " " + metadata.getUnit() + "\n");
        }
        if (described && openMetrics) {
            text.write("# HELP " + name + " "
                    + help.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\n");
        }
    }

    private String type(MetricSnapshot family) {
        if (family instanceof GaugeSnapshot) {
            return "gauge";
        }
        return family instanceof CounterSnapshot ? "counter" : openMetrics ? "unknown" : "untyped";
    }

    private static double value(DataPointSnapshot point) {
        if (point instanceof GaugeDataPointSnapshot gauge) {
            return gauge.getValue();
        }
        return point instanceof CounterDataPointSnapshot counter
                ? counter.getValue()
                : ((UnknownDataPointSnapshot) point).getValue();
    }

    /** Whether nothing of the family needs more than name, labels and value. */
    private static boolean simple(MetricSnapshot family, ByteText text) {
        if (!(family instanceof GaugeSnapshot || family instanceof CounterSnapshot || family instanceof UnknownSnapshot)
                || !PrometheusNaming.isValidLegacyMetricName(
                        family.getMetadata().getName())) {
            return false;
        }
        List<? extends DataPointSnapshot> points = family.getDataPoints();
        for (DataPointSnapshot point : points) {
            if (point.hasScrapeTimestamp()
                    || hasExemplar(point)
                    || !(text.knows(point.getLabels()) || plainNames(point.getLabels()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasExemplar(DataPointSnapshot point) {
        return (point instanceof CounterDataPointSnapshot counter && counter.getExemplar() != null)
                || (point instanceof GaugeDataPointSnapshot gauge && gauge.getExemplar() != null);
    }

    private static boolean plainNames(Labels labels) {
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.getName(i);
            for (int k = 0; k < name.length(); k++) {
                char c = name.charAt(k);
                if (!(c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) {
                    return false;
                }
            }
        }
        return true;
    }
}
