package io.dbvitals.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an exporter answered to one scrape.
 *
 * @param text the page, unzipped
 * @param sentBytes its size on the wire
 * @param took from the request to the last byte
 */
public record Page(String text, int sentBytes, Duration took) {
    public long bytes() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    public long families() {
        return text.lines().filter(line -> line.startsWith("# TYPE ")).count();
    }

    public long series() {
        return text.lines().filter(Page::isSample).count();
    }

    /** Each sample of a metric: its series as written on the page, and its value. */
    public Map<String, Double> samples(String metric) {
        Map<String, Double> samples = new LinkedHashMap<>();
        text.lines()
                .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                .forEach(line -> samples.put(series(line), value(line)));
        return samples;
    }

    private static boolean isSample(String line) {
        return !line.isEmpty() && !line.startsWith("#");
    }

    private static int endOfSeries(String line) {
        int labels = line.lastIndexOf('}');
        return labels < 0 ? line.indexOf(' ') : labels + 1;
    }

    private static String series(String line) {
        return line.substring(0, endOfSeries(line));
    }

    private static double value(String line) {
        String text = line.substring(endOfSeries(line)).strip().split(" ", 2)[0];
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
