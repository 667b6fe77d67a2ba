package io.dbvitals.instrumentation.testing;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Prometheus would read. */
public record Page(String text) {
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    public static Page of(PrometheusRegistry registry) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
            return new Page(out.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each series, as written, with its value. */
    public Map<String, Double> samples() {
        Map<String, Double> samples = new TreeMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
        });
        return samples;
    }

    public double value(String series) {
        Double value = samples().get(series);
        if (value == null) {
            throw new AssertionError("no " + series + " in\n" + text);
        }
        return value;
    }

    /** The names of samples, each with the names of its labels. */
    public Map<String, TreeSet<String>> names() {
        Map<String, TreeSet<String>> names = new TreeMap<>();
        samples().keySet().forEach(series -> {
            TreeSet<String> labels = names.computeIfAbsent(series.replaceFirst("\\{.*", ""), name -> new TreeSet<>());
            Matcher label = LABEL.matcher(series);
            while (label.find()) {
                labels.add(label.group(1));
            }
        });
        return names;
    }
}
