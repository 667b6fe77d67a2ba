package io.dbvitals.http.page;

import io.prometheus.metrics.config.EscapingScheme;
import java.util.Set;

/**
 * How somebody wants to see the families.
 *
 * @param names of the families wanted; empty means all
 */
public record Form(Format format, EscapingScheme escaping, boolean gzip, Set<String> names) {
    public Form {
        names = Set.copyOf(names);
    }

    /**
     * As the headers ask, the highest q-value first; the text format when nothing else fits, as Prometheus's own clients
     * do.
     *
     * @param accept the {@code Accept} header; empty when there is none
     * @param acceptEncoding the {@code Accept-Encoding} header; empty when there is none
     */
    public static Form of(String accept, String acceptEncoding, Set<String> names) {
        Format best = Format.TEXT;
        double bestQuality = 0;
        String escaping = "";
        for (MediaRange range : MediaRange.parse(accept)) {
            for (Format format : Format.values()) {
                boolean better = range.quality() > bestQuality
                        || (range.quality() == bestQuality && range.quality() > 0 && format.compareTo(best) < 0);
                if (better && fits(range, format)) {
                    best = format;
                    bestQuality = range.quality();
                    escaping = range.parameter("escaping");
                }
            }
        }
        return new Form(
                best, EscapingScheme.fromAcceptHeader("escaping=" + escaping), acceptsGzip(acceptEncoding), names);
    }

    private static boolean fits(MediaRange range, Format format) {
        if (!range.type().equals(format.mediaType())) {
            return false;
        }
        if (format == Format.PROTOBUF) {
            return range.parameter("proto").equals("io.prometheus.client.MetricFamily")
                    && (range.parameter("encoding").isEmpty()
                            || range.parameter("encoding").equals("delimited"));
        }
        String version = range.parameter("version");
        return format == Format.TEXT || version.isEmpty() || version.equals("1.0.0") || version.equals("0.0.1");
    }

    private static boolean acceptsGzip(String acceptEncoding) {
        for (MediaRange coding : MediaRange.parse(acceptEncoding)) {
            if (coding.type().equals("gzip") || coding.type().equals("x-gzip")) {
                return coding.quality() > 0;
            }
        }
        return false;
    }

    /** The value of the {@code Content-Type} header. */
    public String contentType() {
        return format.contentType() + escaping.toHeaderFormat();
    }
}
