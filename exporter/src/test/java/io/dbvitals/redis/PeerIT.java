package io.dbvitals.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.TestRedis;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Side by side with redis_exporter on the same server: whoever replaces it with ours misses nothing. */
class PeerIT {
    private static final String PEER = "prometheus-redis-exporter";
    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? (\\S+)");

    /** What it says of itself or of options that are off. */
    private static final Set<String> OF_ITS_OWN =
            Set.of("redis_exporter_build_info", "redis_last_key_groups_scrape_duration_milliseconds");

    /** Counters whose names no counter of the Prometheus library may have, and one that newer versions corrected. */
    private static final Set<String> OTHER_TYPES = Set.of(
            "redis_dump_payload_sanitizations",
            "redis_expired_time_cap_reached_total",
            "redis_io_threaded_reads_processed",
            "redis_io_threaded_writes_processed",
            "redis_latency_percentiles_usec",
            "redis_total_error_replies",
            "redis_total_reads_processed",
            "redis_total_writes_processed",
            "redis_unexpected_error_replies");

    @Test
    void everySeriesOfThePeer_isOursWithItsTypeAndValue() throws Exception {
        try (TestRedis redis = TestRedis.start()) {
            redis.call("SET", "a", "1");
            redis.call("SETEX", "b", "1000", "x");
            redis.call("GET", "a");
            assertAgree(redis, "redis_db_keys|redis_db_keys_expiring|redis_config_.*|redis_memory_max_bytes|redis_up");
        }
    }

    @Test
    void everySeriesOfThePeerOnAReplica_isOurs() throws Exception {
        try (TestRedis master = TestRedis.start("--repl-diskless-sync-delay", "0");
                TestRedis replica = TestRedis.replicaOf(master)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> replica.call("INFO").contains("master_link_status:up"));
            assertAgree(replica, "redis_master_link_up|redis_slave_info|redis_master_sync_in_progress");
        }
    }

    @Test
    void everySeriesOfThePeerOnASentinelAndAClusterNode_isOurs() throws Exception {
        try (TestRedis master = TestRedis.start();
                TestRedis sentinel = TestRedis.sentinelOf(master);
                TestRedis node = TestRedis.cluster()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> sentinel.call("INFO").contains("status=ok"));
            assertAgree(sentinel, "redis_sentinel_.*");
            assertAgree(node, "redis_cluster_(?:enabled|state|slots_.*|known_nodes|size)");
        }
    }

    private record Page(Map<String, String> types, Map<String, Map<String, Double>> series) {
        static Page of(String text) {
            Page page = new Page(new TreeMap<>(), new TreeMap<>());
            for (String line : text.lines().toList()) {
                Matcher sample = SAMPLE.matcher(line);
                if (line.startsWith("# TYPE redis_")) {
                    page.types.put(line.split(" ", 4)[2], line.split(" ", 4)[3]);
                } else if (line.startsWith("redis_") && sample.matches()) {
                    page.series
                            .computeIfAbsent(sample.group(1), key -> new TreeMap<>())
                            .put(labels(sample.group(2)), Double.parseDouble(sample.group(3)));
                }
            }
            return page;
        }

        /** Without those that only one of the two has. */
        private static String labels(String text) {
            String[] labels = text == null ? new String[0] : text.split("(?<=\"),", -1);
            Set<String> sorted = new TreeSet<>(List.of(labels));
            sorted.removeIf(label -> label.startsWith("server=") || label.startsWith("master_replid="));
            return String.join(",", sorted);
        }
    }

    private static void assertAgree(TestRedis redis, String steady) throws Exception {
        try (Scrape scrape = Scrape.of(redis.config())) {
            scrape.samples();
            Page before = Page.of(scrape.page());
            Page peer = Page.of(peersPage(redis));
            Page after = Page.of(scrape.page());
            peer.series.forEach((name, samples) -> {
                if (OF_ITS_OWN.contains(name)) {
                    return;
                }
                assertThat(after.series).containsKey(name);
                assertThat(after.series.get(name).keySet()).as(name).containsAll(samples.keySet());
                samples.forEach((labels, value) -> {
                    Double first = before.series.getOrDefault(name, Map.of()).get(labels);
                    if (name.matches(steady)) {
                        assertThat(after.series.get(name).get(labels))
                                .as(name + labels)
                                .isEqualTo(value);
                    } else if (name.endsWith("_total") && first != null && !name.startsWith("redis_exporter")) {
                        assertThat(value)
                                .as(name + labels)
                                .isBetween(first, after.series.get(name).get(labels));
                    }
                });
            });
            peer.types.forEach((name, type) -> {
                if (!OF_ITS_OWN.contains(name) && !OTHER_TYPES.contains(name)) {
                    assertThat(after.types).as("type").containsEntry(name, type);
                }
            });
            assertThat(peer.series).as("the peer has seen the server").hasSizeGreaterThan(40);
        }
    }

    private static String peersPage(TestRedis redis) throws Exception {
        if (!List.of(System.getProperty("services.required", "").split(",", -1)).contains(PEER)) {
            assumeThat(installed()).as(PEER + " is installed").isTrue();
        }
        String address = "127.0.0.1:" + freePort();
        Process exporter = new ProcessBuilder(
                        PEER,
                        "-web.listen-address",
                        address,
                        "-redis.addr",
                        "redis://" + redis.address(),
                        "-include-system-metrics")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/metrics"))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(
                            () -> HttpClient.newHttpClient()
                                    .send(request, HttpResponse.BodyHandlers.ofString())
                                    .body(),
                            page -> page.contains("redis_up 1"));
        } finally {
            exporter.destroyForcibly().waitFor();
        }
    }

    private static boolean installed() {
        try {
            new ProcessBuilder(PEER, "--version").start().destroy();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
