package io.dbvitals.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CrowdTest {
    private static final int CROWD = 1_000;
    private static final int THREADS = 8;

    private static MetricSnapshots largePage() {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name("pg_stat_user_tables_n_live_tup");
        for (int i = 0; i < 20_000; i++) {
            gauge.dataPoint(GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("relname", "table_" + i, "schemaname", "public"))
                    .value(i)
                    .build());
        }
        // One family that cannot be written: how often it is counted tells how often a page was rendered.
        GaugeSnapshot broken = GaugeSnapshot.builder()
                .name("broken")
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("a", null))
                        .value(1)
                        .build())
                .build();
        return MetricSnapshots.of(gauge.build(), broken);
    }

    private static long serverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("http-"))
                .filter(thread -> !thread.getName().startsWith("http-timer"))
                .count();
    }

    @Test
    void thousandScrapesAtOnce_shareOneRenderingAndFewThreads() throws Exception {
        MetricSnapshots large = largePage();
        List<CompletableFuture<MetricSnapshots>> waiting = new ArrayList<>();
        List<Socket> crowd = new ArrayList<>();
        try (Stand stand = Stand.started()) {
            stand.scraper = request -> {
                CompletableFuture<MetricSnapshots> result = new CompletableFuture<>();
                synchronized (waiting) {
                    waiting.add(result);
                }
                return result;
            };
            for (int i = 0; i < CROWD; i++) {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), stand.service().port());
                socket.getOutputStream()
                        .write("GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                crowd.add(socket);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> stand.scrapes.size() == CROWD);
            assertThat(serverThreads()).isLessThanOrEqualTo(THREADS);
            assertThat(stand.renderFailures).isEmpty();
            long before = usedAfterCollection();

            synchronized (waiting) {
                waiting.forEach(result -> result.complete(large));
            }
            // Nobody has read yet: all answers are on their way, and there is one copy of the page.
            await().atMost(Duration.ofSeconds(30)).until(() -> !stand.renderFailures.isEmpty());
            assertThat(usedAfterCollection() - before).isLessThan(100L << 20);

            long bytes = length(crowd.get(0));
            assertThat(bytes).isGreaterThan(1_000_000);
            for (Socket socket : crowd.subList(1, CROWD)) {
                assertThat(length(socket)).isEqualTo(bytes);
            }
            assertThat(stand.renderFailures).containsExactly("broken");
            assertThat(serverThreads()).isLessThanOrEqualTo(THREADS);

            // Nothing is kept when nobody waits: the next one is rendered anew.
            stand.scraper = request -> CompletableFuture.completedFuture(large);
            assertThat(stand.get("/metrics").statusCode()).isEqualTo(200);
            assertThat(stand.renderFailures).hasSize(2);
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    private static long usedAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Reads one answer to its end and checks that it is whole. */
    private static long length(Socket socket) throws IOException {
        socket.setSoTimeout(30_000);
        InputStream in = new BufferedInputStream(socket.getInputStream(), 65_536);
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        long announced = Stream.of(head.toString().split("\r\n", -1))
                .filter(line -> line.startsWith("Content-Length: "))
                .mapToLong(line -> Long.parseLong(line.substring("Content-Length: ".length())))
                .findFirst()
                .orElseThrow();
        assertThat(head.toString()).startsWith("HTTP/1.1 200 ");
        long read = in.transferTo(OutputStream.nullOutputStream());
        assertThat(read).isEqualTo(announced);
        return read;
    }

    @Test
    void forms_areRenderedApart() throws Exception {
        MetricSnapshots large = largePage();
        CompletableFuture<MetricSnapshots> result = new CompletableFuture<>();
        try (Stand stand = Stand.started()) {
            stand.scraper = request -> result;
            List<CompletableFuture<Integer>> sizes = new ArrayList<>();
            for (String accept : List.of("text/plain", "application/openmetrics-text", "text/plain")) {
                sizes.add(stand.client()
                        .sendAsync(stand.request("GET", "/metrics", "Accept", accept), BodyHandlers.ofByteArray())
                        .thenApply(page -> page.body().length));
            }
            await().until(() -> stand.scrapes.size() == 3);
            result.complete(large);

            assertThat(sizes.get(0).get()).isEqualTo(sizes.get(2).get());
            assertThat(sizes.get(1).get()).isNotEqualTo(sizes.get(0).get());
            assertThat(stand.renderFailures).hasSize(2);
        }
    }
}
