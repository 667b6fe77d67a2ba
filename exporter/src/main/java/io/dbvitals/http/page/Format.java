package io.dbvitals.http.page;

import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;

/** The formats that Prometheus reads, the preferred first when it accepts several equally. */
enum Format {
    PROTOBUF("application/vnd.google.protobuf", PrometheusProtobufWriter.CONTENT_TYPE),
    OPENMETRICS("application/openmetrics-text", OpenMetricsTextFormatWriter.CONTENT_TYPE),
    TEXT("text/plain", PrometheusTextFormatWriter.CONTENT_TYPE);

    private final String mediaType;
    private final String contentType;

    Format(String mediaType, String contentType) {
        this.mediaType = mediaType;
        this.contentType = contentType;
    }

    String mediaType() {
        return mediaType;
    }

    String contentType() {
        return contentType;
    }

    /** What the writer puts behind the last family. */
    int trailerLength() {
        return this == OPENMETRICS ? "# EOF\n".length() : 0;
    }
}
