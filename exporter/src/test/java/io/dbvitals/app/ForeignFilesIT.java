package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignFilesIT {
    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = TestServer.start(17);
        server.execute("CREATE DATABASE second");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void postgresExporterFile_givesWhatItGaveThere() throws Exception {
        assertThat(page("postgres_exporter", """
                shop_orders:
                  query: |
                    SELECT * FROM (VALUES ('a', 3, NULL, '1.5', 'on', '2h'), ('b', 4, 7, '2', 'off', '-1'))
                      v (shop, orders, sold, price, state, age);
                  master: true
                  metrics:
                    - shop: {usage: "LABEL", description: "Shop"}
                    - orders: {usage: "GAUGE", description: "Open orders"}
                    - sold: {usage: "COUNTER", description: "Sold"}
                    - state: {usage: "MAPPEDMETRIC", metric_mapping: {"on": 1, "off": 0}}
                    - age: {usage: "DURATION"}
                shop_latency:
                  query: |
                    SELECT 'a' AS shop, ARRAY[0.1, 0.5, 1]::float8[] AS seconds, ARRAY[1, 3, 6] AS seconds_bucket,
                      4.25 AS seconds_sum, 7 AS seconds_count
                  master: true
                  metrics:
                    - shop: {usage: "LABEL"}
                    - seconds: {usage: "HISTOGRAM"}
                shop_old:
                  query: SELECT 1 AS one
                  runonserver: "<10.0.0"
                  metrics: [{one: {usage: "GAUGE"}}]
                """, "shop_")).isEqualTo("""
                shop_latency_seconds_bucket{shop="a",le="0.1"} 1
                shop_latency_seconds_bucket{shop="a",le="0.5"} 3
                shop_latency_seconds_bucket{shop="a",le="1.0"} 6
                shop_latency_seconds_bucket{shop="a",le="+Inf"} 7
                shop_latency_seconds_count{shop="a"} 7
                shop_latency_seconds_sum{shop="a"} 4.25
                shop_orders_age_milliseconds{shop="a"} 7200000.0
                shop_orders_orders{shop="a"} 3.0
                shop_orders_orders{shop="b"} 4.0
                shop_orders_price{shop="a"} 1.5
                shop_orders_price{shop="b"} 2.0
                shop_orders_sold{shop="a"} NaN
                shop_orders_sold{shop="b"} 7.0
                shop_orders_state{shop="a"} 1.0
                shop_orders_state{shop="b"} 0.0
                """);
    }

    @Test
    void cloudnativePgFile_asksPredicatesAndNamedDatabases() throws Exception {
        assertThat(page("cloudnative_pg", """
                backlog:
                  query: SELECT 5 AS jobs
                  predicate_query: SELECT to_regclass('pg_catalog.pg_class') IS NOT NULL
                  primary: true
                  metrics: [{jobs: {usage: "GAUGE", description: "Jobs"}}]
                absent:
                  query: SELECT 1 AS one
                  predicate_query: SELECT false
                  metrics: [{one: {usage: "GAUGE"}}]
                everywhere:
                  query: SELECT current_database() AS datname, 1 AS one
                  target_databases: [postgres, "sec*"]
                  metrics: [{datname: {usage: "LABEL"}}, {one: {usage: "GAUGE"}}]
                """, "cnpg_")).isEqualTo("""
                cnpg_backlog_jobs 5.0
                cnpg_everywhere_one{datname="postgres"} 1.0
                cnpg_everywhere_one{datname="second"} 1.0
                """);
    }

    @Test
    void pgExporterFile_scalesFillsAndCounts() throws Exception {
        assertThat(page("pg_exporter", """
                queue_17:
                  name: queue
                  desc: Jobs that wait
                  query: SELECT * FROM (VALUES ('a', 1500, NULL), ('b', 2, 3)) v (kind, spent_ms, waiting);
                  ttl: 10
                  min_version: 130000
                  tags: [cluster, primary]
                  metrics:
                    - kind: {usage: LABEL, rename: job}
                    - spent_ms: {usage: COUNTER, rename: spent_seconds, scale: 1e-3}
                    - waiting: {usage: GAUGE, default: 0}
                queue_old:
                  name: queue
                  query: SELECT 1 AS old
                  max_version: 130000
                  metrics: [{old: {usage: GAUGE}}]
                queue_wait:
                  query: SELECT i::float8 AS seconds FROM generate_series(1, 3) i
                  tags: [cluster]
                  metrics: [{seconds: {usage: HISTOGRAM, bucket: [1, 2]}}]
                queue_none:
                  query: SELECT 1 AS one
                  tags: [cluster]
                  predicate_queries: [{name: never, predicate_query: SELECT false}]
                  metrics: [{one: {usage: GAUGE}}]
                """, "queue_")).isEqualTo("""
                queue_spent_seconds{job="a"} 1.5
                queue_spent_seconds{job="b"} 0.002
                queue_wait_seconds_bucket{le="1"} 1.0
                queue_wait_seconds_bucket{le="2"} 2.0
                queue_wait_seconds_bucket{le="+Inf"} 3.0
                queue_wait_seconds_count 3.0
                queue_wait_seconds_sum 6.0
                queue_waiting{job="a"} 0.0
                queue_waiting{job="b"} 3.0
                """);
    }

    /** Its samples, sorted by metric, without the label {@code server}. */
    private String page(String format, String file, String prefix) throws Exception {
        Files.writeString(folder.resolve("foreign.yaml"), file);
        try (TestExporter exporter = TestExporter.start(
                folder,
                "queries: {builtin: false, include: [{path: foreign.yaml, format: " + format + "}]}\ntargets:\n"
                        + server.target("a", "postgres", ""))) {
            StringBuilder samples = new StringBuilder();
            exporter.get("/metrics")
                    .lines()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.replaceFirst("server=\"[^\"]*\",?", "")
                            .replace("{}", "")
                            .replace(",}", "}"))
                    .sorted(java.util.Comparator.comparing(line -> line.replace("+Inf", "~")))
                    .forEach(line -> samples.append(line).append('\n'));
            return samples.toString();
        }
    }
}
