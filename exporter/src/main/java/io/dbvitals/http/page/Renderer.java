package io.dbvitals.http.page;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes families as bytes; one that cannot be written is left out, so that it never costs the page. */
final class Renderer {
    private static final Logger logger = LoggerFactory.getLogger(Renderer.class);
    private static final int SMALLEST_BYTES = 8192;
    private static final int MAX_NAMES_LOGGED = 1000;
    private static final List<String> SUFFIXES = List.of("_total", "_created", "_bucket", "_count", "_sum", "_info");

    private final ExpositionFormatWriter text = FastTextWriter.text(PrometheusTextFormatWriter.create());
    private final ExpositionFormatWriter openMetrics = FastTextWriter.openMetrics(OpenMetricsTextFormatWriter.create());
    private final ExpositionFormatWriter protobuf = new PrometheusProtobufWriter();
    private final Consumer<String> onFailure;
    private final Set<String> namesLogged = ConcurrentHashMap.newKeySet();
    /** The size of the page before, so that the next one need not grow; a lost update costs a copy. */
    private volatile int expectedBytes = SMALLEST_BYTES;

    Renderer(Consumer<String> onFailure) {
        this.onFailure = onFailure;
    }

    ByteBuffer render(MetricSnapshots all, Form form) throws IOException {
        MetricSnapshots families = form.names().isEmpty() ? all : named(all, form.names());
        GrowingBytes bytes = new GrowingBytes(expectedBytes);
        try {
            write(bytes, families, form);
        } catch (IOException | RuntimeException e) {
            logger.debug("a page cannot be written in one go, it is written family by family", e);
            bytes.reset();
            writeOneByOne(bytes, families, form);
        }
        expectedBytes = Math.max(SMALLEST_BYTES, bytes.size() + bytes.size() / 8);
        return bytes.view();
    }

    private ExpositionFormatWriter writer(Form form) {
        return switch (form.format()) {
            case TEXT -> text;
            case OPENMETRICS -> openMetrics;
            case PROTOBUF -> protobuf;
        };
    }

    private void write(OutputStream bytes, MetricSnapshots families, Form form) throws IOException {
        if (!form.gzip()) {
            writer(form).write(bytes, families, form.escaping());
            return;
        }
        try (FastGzip gzip = new FastGzip(bytes)) {
            writer(form).write(gzip, families, form.escaping());
        }
    }

    private void writeOneByOne(GrowingBytes bytes, MetricSnapshots families, Form form) throws IOException {
        GrowingBytes plain = new GrowingBytes(expectedBytes);
        for (MetricSnapshot family : families) {
            GrowingBytes one = new GrowingBytes(SMALLEST_BYTES);
            try {
                writer(form).write(one, MetricSnapshots.of(family), form.escaping());
                one.dropLast(form.format().trailerLength());
                one.writeTo(plain);
            } catch (IOException | RuntimeException e) {
                failed(family.getMetadata().getName(), e);
            }
        }
        if (form.format() == Format.OPENMETRICS) {
            plain.write("# EOF\n".getBytes(StandardCharsets.US_ASCII));
        }
        if (!form.gzip()) {
            plain.writeTo(bytes);
            return;
        }
        try (FastGzip gzip = new FastGzip(bytes)) {
            plain.writeTo(gzip);
        }
    }

    private void failed(String name, Exception cause) {
        if (namesLogged.size() < MAX_NAMES_LOGGED && namesLogged.add(name)) {
            logger.error("the family {} cannot be written and is left out of every page", name, cause);
        }
        onFailure.accept(name);
    }

    private static MetricSnapshots named(MetricSnapshots all, Set<String> names) {
        List<MetricSnapshot> kept = new ArrayList<>();
        for (MetricSnapshot family : all) {
            String name = family.getMetadata().getName();
            if (names.contains(name) || SUFFIXES.stream().anyMatch(suffix -> names.contains(name + suffix))) {
                kept.add(family);
            }
        }
        return new MetricSnapshots(kept);
    }
}
