package io.dbvitals.grafana.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A running Prometheus, asked over its HTTP interface. */
final class Prometheus {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    Prometheus(String url) {
        this.url = url.replaceFirst("/+$", "");
    }

    /**
     * What came of a query.
     *
     * @param error what Prometheus had against it, empty if nothing
     * @param series how many have at least one number
     */
    record Answer(String error, long series, Duration took) {}

    /** The newest values. */
    Answer now(String expr) throws LiveException, InterruptedException {
        return ask("/api/v1/query?query=" + encoded(expr));
    }

    /** The values from then until now. */
    Answer over(String expr, Duration range, Duration step) throws LiveException, InterruptedException {
        long end = Instant.now().getEpochSecond();
        return ask("/api/v1/query_range?query=" + encoded(expr) + "&start=" + (end - range.toSeconds()) + "&end=" + end
                + "&step=" + step.toSeconds());
    }

    private Answer ask(String pathAndQuery) throws LiveException, InterruptedException {
        long started = System.nanoTime();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + pathAndQuery))
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            JsonNode answer = JSON.readTree(response.body());
            long series = each(answer.path("data").path("result"))
                    .filter(Prometheus::hasNumber)
                    .count();
            return new Answer(answer.path("error").asText(), series, took);
        } catch (IOException | IllegalArgumentException e) {
            throw new LiveException("Prometheus at " + url + " cannot be asked: " + e, e);
        }
    }

    private static boolean hasNumber(JsonNode series) {
        return Stream.concat(Stream.of(series.path("value")), each(series.path("values")))
                .map(sample -> sample.path(1).asText("NaN"))
                .anyMatch(value -> !value.equals("NaN"));
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
