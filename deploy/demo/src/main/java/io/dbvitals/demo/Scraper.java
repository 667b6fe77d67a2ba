package io.dbvitals.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPInputStream;

/** Scrapes as Prometheus 2.53 does: its headers, gzip, a connection that is kept open. */
public final class Scraper {
    private static final String ACCEPT = "application/openmetrics-text;version=1.0.0;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** One page, with the time from the request to its last byte. */
    public Page scrape(URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .header("Accept", ACCEPT)
                .header("Accept-Encoding", "gzip")
                .header("User-Agent", "Prometheus/2.53.3")
                .header("X-Prometheus-Scrape-Timeout-Seconds", "10")
                .build();
        long start = System.nanoTime();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        if (response.statusCode() != 200) {
            throw new IOException("status " + response.statusCode());
        }
        byte[] body = response.body();
        boolean zipped =
                response.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
        return new Page(new String(zipped ? unzip(body) : body, StandardCharsets.UTF_8), body.length, took);
    }

    private static byte[] unzip(byte[] body) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        }
    }
}
