package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.testing.Comparison;
import io.dbvitals.testing.Peer;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestMySql;
import io.dbvitals.testing.TestPgBouncer;
import io.dbvitals.testing.TestRedis;
import io.dbvitals.testing.TestServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process on the ports of four exporters, each held against the exporter that it stands in for, on the same servers. */
class StandInIT {
    /** Of the peers' own processes. */
    private static final String OWN =
            "go_.*|process_.*|promhttp_.*|.*_exporter_build_info|dbvitals_.*|jvm_.*|scrape_.*";

    @TempDir
    private static Path folder;

    private static TestServer postgres;
    private static TestRedis redis;
    private static TestMySql mysql;
    private static TestPgBouncer pool;
    private static Map<String, Integer> ports;
    private static TestExporter exporter;

    @BeforeAll
    static void start() throws Exception {
        postgres = TestServer.start(17);
        postgres.execute(
                "CREATE TABLE t (a int PRIMARY KEY)", "INSERT INTO t SELECT generate_series(1, 100)", "ANALYZE t");
        redis = TestRedis.start();
        redis.call("SET", "a", "1");
        redis.call("SETEX", "b", "1000", "x");
        redis.call("GET", "a");
        mysql = TestMySql.mariaDb();
        pool = TestPgBouncer.start(postgres);
        ports = Map.of(
                "postgres",
                freePort(),
                "redis",
                freePort(),
                "mysql",
                freePort(),
                "host",
                freePort(),
                "pgbouncer",
                freePort());
        MySqlConfig shop = mysql.config();
        exporter = TestExporter.start(folder, """
                targets:
                %s  - {name: cache, redis: {port: %d}}
                  - {name: shop, mysql: {host: %s, port: %d, user: %s, password: "%s"}}
                  - {name: host, host: {}}
                  - {name: pool, pgbouncer: {host: %s, port: %d, user: %s, password: "%s"}}
                compat_listeners: {%d: [postgres], %d: [redis], %d: [mysql], %d: [host], %d: [pgbouncer]}
                probe:
                  allow: ["127.0.0.1", localhost]
                  modules: {redis: {redis: {}}, client: {mysql: {user: %s, password: "%s"}}}
                """.formatted(
                        postgres.target("primary", "postgres", ""),
                        redis.port(),
                        shop.host(),
                        shop.port(),
                        shop.user(),
                        TestMySql.PASSWORD,
                        pool.config().host(),
                        pool.port(),
                        pool.config().user(),
                        TestPgBouncer.PASSWORD,
                        ports.get("postgres"),
                        ports.get("redis"),
                        ports.get("mysql"),
                        ports.get("host"),
                        ports.get("pgbouncer"),
                        shop.user(),
                        TestMySql.PASSWORD));
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {exporter, pool, mysql, redis, postgres}) {
            if (each != null) {
                each.close();
            }
        }
    }

    @Test
    void mainPort_showsAll() throws Exception {
        Samples page = exporter.samples("/metrics");
        assertThat(page.failed()).isEmpty();
        for (String up : List.of("pg_up", "redis_up", "mysql_up", "pgbouncer_up")) {
            assertThat(page.value(up)).as(up).isEqualTo(1);
        }
        assertThat(page.all("node_cpu_seconds_total")).isNotEmpty();
        assertThat(page.all("dbvitals_target_up")).hasSize(5);
    }

    @Test
    void mainPort_isReadByStrictReaders() throws Exception {
        String page = exporter.get("/metrics");
        // Fails for what is not a page; the names are those of the peers, whatever is to be said of them.
        assertThat(Promtool.complaints(page)).noneMatch(line -> line.contains("error while linting"));
        OpenMetricsPage.assertStrict(
                exporter.answer("/metrics", "Accept", "application/openmetrics-text; version=1.0.0")
                        .body());
        Map<String, Integer> families = ProtobufPage.families(exporter.bytes(
                "/metrics",
                "Accept",
                "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"));
        assertThat(families).containsKeys("pg_up", "redis_up", "mysql_up", "node_load1");
    }

    @Test
    void eachPort_showsOnlyWhatItsExporterShowed() throws Exception {
        Map<String, String> prefixes = Map.of(
                "postgres", "pg_", "redis", "redis_", "mysql", "mysql_", "host", "node_", "pgbouncer", "pgbouncer_");
        for (Map.Entry<String, String> kind : prefixes.entrySet()) {
            String path = exporter.get("/metrics/" + kind.getKey());
            String port = get(ports.get(kind.getKey()), "/metrics");
            for (String page : List.of(path, port)) {
                assertThat(page.lines()).anyMatch(line -> line.startsWith(kind.getValue()));
                assertThat(page.lines())
                        .filteredOn(line -> !line.startsWith("#"))
                        .noneMatch(line -> prefixes.values().stream()
                                .anyMatch(prefix -> !prefix.equals(kind.getValue()) && line.startsWith(prefix)));
            }
        }
        assertThat(get(
                        ports.get("host"),
                        "/metrics?collect[]=cpu&collect[]=meminfo"
                                .replace("[", "%5B")
                                .replace("]", "%5D")))
                .contains("node_cpu_seconds_total", "node_memory_MemTotal_bytes")
                .doesNotContain("node_load1");
        assertThat(get(ports.get("mysql"), "/metrics?collect%5B%5D=global_status"))
                .contains("mysql_global_status_uptime")
                .doesNotContain("mysql_global_variables_max_connections");
        assertThat(get(ports.get("pgbouncer"), "/metrics"))
                .contains(
                        "pgbouncer_pools_server_active_connections{",
                        "pgbouncer_stats_queries_pooled_total{",
                        "pgbouncer_stats_totals_queries_pooled_total{",
                        "pgbouncer_config_max_client_connections");
    }

    @Test
    void severalOfAKind_areToldApart() throws Exception {
        String yaml = """
                targets:
                  - {name: one, redis: {port: %d}}
                  - {name: other, redis: {port: %d}, labels: {env: prod}}
                  - {name: gone, redis: {port: 1}}
                """.formatted(redis.port(), redis.port());
        try (TestExporter several = TestExporter.start(Files.createDirectory(folder.resolve("several")), yaml)) {
            Samples page = several.samples("/metrics");
            assertThat(page.value("redis_up", "target=\"one\"")).isEqualTo(1);
            assertThat(page.value("redis_up", "env=\"prod\"", "target=\"other\""))
                    .isEqualTo(1);
            assertThat(page.value("redis_up", "target=\"gone\"")).isZero();
            assertThat(several.samples("/metrics?target=other").all("redis_up")).hasSize(1);
        }
    }

    @Test
    void otherServers_areProbedUnderThePathsOfTheExporters() throws Exception {
        String cache = get(ports.get("redis"), "/scrape?target=redis://127.0.0.1:" + redis.port());
        assertThat(Samples.of(cache).value("redis_up")).isEqualTo(1);
        String shop = get(ports.get("mysql"), "/probe?auth_module=client&target=127.0.0.1:" + mysql.port());
        assertThat(Samples.of(shop).value("mysql_up")).isEqualTo(1);
        assertThat(shop).contains("mysql_global_status_uptime");
    }

    @Test
    void probeThatAsksForTls_isNotMadeWithoutIt() throws Exception {
        HttpResponse<String> answer = exporter.answer("/scrape?target=rediss://127.0.0.1:" + redis.port());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("the target asks for TLS, and the module \"redis\" has none; add tls: {} to it");
    }

    @Test
    void probeWithAndWithoutTheNameOfItsModule_isOfOneServer() throws Exception {
        String target = "/scrape?target=127.0.0.1:" + redis.port();
        exporter.get(target);
        double connections = redis.info("total_connections_received");
        exporter.get(target + "&module=redis");

        // The one more is that of this question.
        assertThat(redis.info("total_connections_received")).isEqualTo(connections + 1);
    }

    @Test
    void redisPort_agreesWithRedisExporter() throws Exception {
        Peer.need("prometheus-redis-exporter");
        try (Peer peer =
                Peer.start("prometheus-redis-exporter", Map.of("REDIS_ADDR", "redis://127.0.0.1:" + redis.port()))) {
            Comparison comparison = compare(peer, "redis")
                    .without("redis_exporter_.*|redis_last_key_groups_.*|redis_target_scrape_.*")
                    .withoutLabels("master_replid");
            assertThat(comparison.missingNames()).isEmpty();
            assertThat(comparison.missingSeries()).isEmpty();
            assertThat(comparison.sharedSeries()).isGreaterThan(150);
            // Both are clients of the server and move its own counters a little.
            assertThat(comparison
                            .without("redis_(commands_latencies_usec|latency_percentiles_usec|slowlog|last_slow).*")
                            .differingValues(0.2, 100_000))
                    .isEmpty();
        }
    }

    @Test
    void mysqlPort_agreesWithMysqldExporter() throws Exception {
        Peer.need("prometheus-mysqld-exporter");
        MySqlConfig shop = mysql.config();
        String source = shop.user() + ":" + TestMySql.PASSWORD + "@(" + shop.host() + ":" + shop.port() + ")/";
        try (Peer peer = Peer.start("prometheus-mysqld-exporter", Map.of("DATA_SOURCE_NAME", source))) {
            Comparison comparison = compare(peer, "mysql").without("mysql_exporter_.*|mysqld_exporter_.*");
            assertThat(comparison.missingNames()).isEmpty();
            assertThat(comparison.missingSeries()).isEmpty();
            assertThat(comparison.sharedSeries()).isGreaterThan(500);
            assertThat(comparison.differingValues(0.2, 1_000_000)).isEmpty();
        }
    }

    @Test
    void postgresPort_agreesWithPostgresExporter() throws Exception {
        Peer.need("prometheus-postgres-exporter");
        String source =
                postgres.url("postgres").replace("postgresql://", "postgresql://dbvitals:" + TestServer.PASSWORD + "@")
                        + "?sslmode=disable";
        try (Peer peer = Peer.start("prometheus-postgres-exporter", Map.of("DATA_SOURCE_NAME", source))) {
            Comparison comparison = compare(peer, "postgres")
                    // Nothing was archived and no page is checked, which the peer calls NaN, and its collectors have
                    // other names.
                    .without("pg_exporter_.*|postgres_exporter_.*|pg_scrape_.*|pg_stat_archiver_last_archive_age"
                            + "|pg_stat_database_checksum_(failures|last_failure)")
                    .withoutLabels("server");
            assertThat(comparison.missingNames()).isEmpty();
            // Old versions of the peer count shared objects as a database without a name, and its own session by fewer
            // labels.
            assertThat(comparison.missingSeries())
                    .filteredOn(line -> !line.contains("{datid=0,") && !line.startsWith("pg_stat_activity_"))
                    .isEmpty();
            assertThat(comparison.sharedSeries()).isGreaterThan(200);
            // Never reset: NaN of old versions of the peer, 0 of new ones and of ours.
            assertThat(comparison.without("pg_stat_database_stats_reset").differingValues(0.2, 1_000_000))
                    .isEmpty();
        }
    }

    /** Ours, between two pages of the peer. */
    private static Comparison compare(Peer peer, String kind) throws Exception {
        peer.page();
        get(ports.get(kind), "/metrics");
        String before = peer.page();
        String ours = get(ports.get(kind), "/metrics");
        String after = peer.page();
        List<String> other = new ArrayList<>();
        Comparison types = Comparison.of(ours, before, after).without(OWN);
        for (String line : types.differingTypes()) {
            if (!BY_THE_LIBRARY.matcher(line).matches()) {
                other.add(line);
            }
        }
        assertThat(other).as("types other than the peer's").isEmpty();
        return Comparison.of(ours, before, after).without(OWN);
    }

    /** Counters and summaries that the Prometheus library would rename or refuse are untyped. */
    private static final Pattern BY_THE_LIBRARY =
            Pattern.compile("(?!.*_total: ).*: (untyped|unknown), the peer's (counter|summary)"
                    // A counter, as newer versions of redis_exporter have it too.
                    + "|redis_expired_time_cap_reached_total: counter, the peer's gauge");

    private static String get(int port, String path) throws Exception {
        try (InputStream in =
                URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
