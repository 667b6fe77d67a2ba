package io.dbvitals.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionTest {
    private static String exchange(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NONSENSE                                                | 400
            GET /metrics HTTP/1.1                                   | 400
            GET /metrics HTTP/1.1;Host: a;Host: b                   | 400
            GET /%zz HTTP/1.1;Host: a                               | 400
            GET /metrics?target=%zz HTTP/1.1;Host: a;Connection: close | 400
            GET /../../etc/passwd HTTP/1.1;Host: a                  | 400
            GET /metrics HTTP/9.9;Host: a                           | 505
            POST /metrics HTTP/1.1;Host: a;Content-Length: 70000;Connection: close | 413
            GET /metrics HTTP/1.1;Host: a;Content-Length: 5;Transfer-Encoding: chunked | 400
            """)
    void malformedRequest_isRefusedInPlainText(String request, int status) throws Exception {
        try (Stand stand = Stand.started()) {
            String answer = exchange(stand.service().port(), request.replace(";", "\r\n") + "\r\n\r\n");

            assertThat(answer)
                    .startsWith("HTTP/1.1 " + status)
                    .containsIgnoringCase("content-type: text/plain")
                    .doesNotContainIgnoringCase("jetty")
                    .doesNotContain("Exception");
            assertThat(stand.scrapes).isEmpty();
        }
    }

    @Test
    void longHeader_isRefused() throws Exception {
        try (Stand stand = Stand.started()) {
            String answer = exchange(
                    stand.service().port(), "GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(9_000) + "\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void requestInFlight_isAnswered_whenTheServerCloses() throws Exception {
        CompletableFuture<MetricSnapshots> result = new CompletableFuture<>();
        Stand stand = Stand.started();
        stand.scraper = request -> result;
        CompletableFuture<HttpResponse<String>> answer =
                stand.client().sendAsync(stand.request("GET", "/metrics"), BodyHandlers.ofString());
        await().until(() -> stand.scrapes.size() == 1);

        CompletableFuture<Void> closing = CompletableFuture.runAsync(stand::close);
        // Longer than connections on which nothing moves are waited for.
        CompletableFuture.delayedExecutor(1_000, TimeUnit.MILLISECONDS)
                .execute(() -> result.complete(Stand.TWO_FAMILIES));

        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        closing.get(5, TimeUnit.SECONDS);
    }

    @Test
    void close_endsInTime_whateverIsNotReady() throws Exception {
        Stand stand = Stand.started();
        stand.scraper = request -> new CompletableFuture<>();
        CompletableFuture<HttpResponse<String>> answer =
                stand.client().sendAsync(stand.request("GET", "/metrics"), BodyHandlers.ofString());
        await().until(() -> stand.scrapes.size() == 1);

        long start = System.nanoTime();
        stand.close();

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(5_000);
        assertThat(answer).failsWithin(Duration.ofSeconds(5));
    }

    @Test
    void scrape_mayTakeLongerThanConnectionsMayBeIdle() throws Exception {
        try (Stand stand = new Stand()) {
            stand.idleMillis = 300;
            stand.start(Map.of());
            stand.scraper = request -> new CompletableFuture<MetricSnapshots>()
                    .completeOnTimeout(Stand.TWO_FAMILIES, 1_500, TimeUnit.MILLISECONDS);

            assertThat(stand.get("/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void readerThatStopsReading_isCutOff() throws Exception {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name("large");
        for (int i = 0; i < 200_000; i++) {
            gauge.dataPoint(GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("relname", "a_table_with_a_long_name_" + i))
                    .value(i)
                    .build());
        }
        MetricSnapshots large = MetricSnapshots.of(gauge.build());
        try (Stand stand = new Stand();
                Socket socket = new Socket()) {
            stand.idleMillis = 500;
            stand.start(Map.of());
            stand.scraper = request -> CompletableFuture.completedFuture(large);
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), stand.service().port()));
            socket.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> stand.scrapes.size() == 1);

            await().atMost(Duration.ofSeconds(10)).until(() -> stand.service().connections() == 0);
        }
    }

    @Test
    void requestThatTricklesIn_isCutOff() throws Exception {
        try (Stand stand = new Stand()) {
            stand.idleMillis = 600;
            stand.start(Map.of());
            try (Socket socket =
                    new Socket(InetAddress.getLoopbackAddress(), stand.service().port())) {
                OutputStream out = socket.getOutputStream();
                out.write("GET /metrics HTTP/1.1\r\nHost: a\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
                long start = System.nanoTime();

                await().pollInterval(Duration.ofMillis(100))
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> {
                            writeQuietly(out);
                            return stand.service().connections() == 0;
                        });

                assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                        .isBetween(400L, 5_000L);
            }
        }
    }

    private static void writeQuietly(OutputStream out) {
        try {
            out.write('x');
        } catch (IOException closed) {
            // That is what the test waits for.
        }
    }
}
