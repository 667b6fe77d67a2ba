package io.dbvitals.app.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.app.OpenMetricsPage;
import io.dbvitals.app.health.Checkups.Patience;
import io.dbvitals.config.Config;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.health.score.Component;
import io.dbvitals.health.score.Vital.Knowledge;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestMySql;
import io.dbvitals.testing.TestPgBouncer;
import io.dbvitals.testing.TestRedis;
import io.dbvitals.testing.TestServer;
import io.dbvitals.testing.Written;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server of each kind: how it is, what makes it worse, and what its page says of it. */
class KindsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static TestServer postgres;
    private static TestRedis redis;
    private static TestMySql mysql;
    private static TestPgBouncer pool;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        postgres = TestServer.start(13);
        redis = TestRedis.start();
        mysql = TestMySql.mariaDb();
        pool = TestPgBouncer.start(postgres);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {pool, mysql, redis, postgres}) {
            if (each != null) {
                each.close();
            }
        }
    }

    @Test
    void eachKind_isRead() throws Exception {
        List<TargetHealth> all = check(targets(""));
        assertThat(all).allSatisfy(health -> {
            assertThat(health.reading())
                    .as(health.target() + " " + health.error())
                    .isPresent();
            assertThat(health.score().components())
                    .as(health.target())
                    .noneMatch(component -> component.knowledge() == Knowledge.UNKNOWN);
            assertThat(health.score().knownWeightRatio()).isEqualTo(1);
        });
        assertThat(applicable(all, "primary"))
                .containsExactly("connections", "locks", "wraparound", "transactions", "sessions");
        assertThat(applicable(all, "cache")).containsExactly("connections", "persistence");
        assertThat(applicable(all, "shop")).contains("connections", "locks", "transactions", "redo", "sessions");
        assertThat(applicable(all, "pool")).containsExactly("waiting_clients", "pools", "databases");
        assertThat(applicable(all, "host")).contains("cpu", "memory", "disk");
        assertThat(product(all, "primary")).startsWith("PostgreSQL 13.");
        assertThat(product(all, "cache")).startsWith("Redis ");
        assertThat(product(all, "shop")).startsWith("MariaDB 1");
        assertThat(product(all, "pool")).startsWith("PgBouncer 1.");
        assertThat(of(all, "cache").reading().orElseThrow().role()).isEqualTo("primary");
    }

    @Test
    void whatIsBad_isNamed() throws Exception {
        redis.call("CONFIG", "SET", "maxmemory", "1");
        pool.command("PAUSE shop");
        mysql.execute("REVOKE PROCESS ON *.* FROM dbvitals@'%'");
        postgres.execute(
                "CREATE TABLE public.flyway_schema_history (installed_rank int, version text, description text, type text,"
                        + " script text, checksum int, installed_by text, installed_on timestamp DEFAULT now(),"
                        + " execution_time int, success boolean)",
                "INSERT INTO public.flyway_schema_history VALUES"
                        + " (1, '1.1', 'goods', 'SQL', 'V1.1__goods.sql', 0, 'app', now(), 1, true),"
                        + " (2, '1.2', 'more', 'SQL', 'V1.2__more.sql', 0, 'app', now(), 1, false)",
                "GRANT SELECT ON public.flyway_schema_history TO dbvitals");
        try {
            List<TargetHealth> all = check(targets(", thresholds: {memory_available_ratio: {warning: 1.0}}"));
            assertThat(finding(all, "cache", "memory").badness()).isEqualTo(1);
            assertThat(of(all, "cache").status()).isEqualTo(Status.UNHEALTHY);
            assertThat(finding(all, "pool", "databases").cause()).startsWith("paused or disabled databases: 1 (");
            assertThat(finding(all, "shop", "transactions").knowledge()).isEqualTo(Knowledge.UNKNOWN);
            assertThat(finding(all, "shop", "transactions").cause()).contains("GRANT PROCESS ON *.*");
            assertThat(of(all, "shop").onlyUnknown()).isTrue();
            assertThat(finding(all, "primary", "migrations").cause()).startsWith("failed or locked migrations: 1 (");
            assertThat(of(all, "primary").migrations()).hasSize(1);
            assertThat(of(all, "primary").onlyUnknown()).isFalse();
            assertThat(finding(all, "host", "memory").badness()).isGreaterThanOrEqualTo(0.5);
            assertThat(all)
                    .allSatisfy(health ->
                            assertThat(Remedies.of(health)).as(health.target()).isNotNull());
        } finally {
            redis.call("CONFIG", "SET", "maxmemory", "0");
            pool.command("RESUME shop");
            mysql.execute("GRANT PROCESS ON *.* TO dbvitals@'%'");
            postgres.execute("DROP TABLE public.flyway_schema_history");
        }
    }

    @Test
    void page_showsWhatWasLastRead() throws Exception {
        try (TestExporter exporter = TestExporter.start(folder, targets("") + "health: {interval: 1s}\n")) {
            for (String target : List.of("primary", "cache", "shop", "pool", "host")) {
                await().atMost(PATIENCE)
                        .until(() -> exporter.get("/metrics/self")
                                .contains("dbvitals_health_score{target=\"" + target + "\"} "));
            }
            await("a second reading gives rates")
                    .atMost(PATIENCE)
                    .until(
                            () -> exporter.get("/metrics/self")
                                    .contains(
                                            "dbvitals_health_component_value{component=\"conflicts\",target=\"primary\"} 0.0\n"));
            assertThat(exporter.get("/metrics/self"))
                    .contains(
                            "dbvitals_health_status{status=\"healthy\",target=\"primary\"} 1.0\n",
                            "dbvitals_health_status{status=\"unhealthy\",target=\"primary\"} 0.0\n",
                            "dbvitals_health_band_points_lost{target=\"primary\"} 0.0\n",
                            "dbvitals_health_known_weight_ratio{target=\"primary\"} 1.0\n",
                            "dbvitals_health_component_points_lost{component=\"connections\",target=\"primary\"} ");
            OpenMetricsPage.assertStrict(new String(
                    exporter.bytes("/metrics/self", "Accept", "application/openmetrics-text"), StandardCharsets.UTF_8));
            redis.stop();
            try {
                await().atMost(PATIENCE)
                        .until(() -> exporter.get("/metrics/self")
                                .contains("dbvitals_health_score{target=\"cache\"} 0.0\n"));
                assertThat(exporter.get("/metrics/self"))
                        .contains("dbvitals_health_status{status=\"unhealthy\",target=\"cache\"} 1.0\n");
            } finally {
                redis.startAgain();
            }
        }
    }

    @Test
    void primaryAndReplica_areJudgedByTheirReplication() throws Exception {
        try (TestServer standby = postgres.standby("health")) {
            String yaml = "targets:\n" + postgres.target("primary", "postgres", "")
                    + standby.target("replica", "postgres", "") + "guard: {rules: {connections: off}}\n";
            await().atMost(PATIENCE)
                    .until(() -> check(yaml).stream().allMatch(health -> health.status() == Status.HEALTHY));
            List<TargetHealth> all = check(yaml);
            assertThat(applicable(all, "primary")).contains("replication");
            assertThat(applicable(all, "replica")).contains("replication");
            assertThat(of(all, "replica").reading().orElseThrow().role()).isEqualTo("replica");
        }
        List<TargetHealth> alone = check(
                "targets:\n" + postgres.target("primary", "postgres", "") + "thresholds: {replicas: {critical: 0}}\n");
        assertThat(finding(alone, "primary", "replication").badness()).isEqualTo(1);
        await().atMost(PATIENCE)
                .until(() ->
                        postgres.ask("SELECT active FROM pg_replication_slots").equals("f"));
        postgres.execute("SELECT pg_drop_replication_slot('health')");
    }

    /** Where there is one. */
    @Test
    void mysqlOfOracle_isRead() throws Exception {
        try (TestMySql oracle = TestMySql.mySql()) {
            MySqlConfig config = oracle.config();
            TargetHealth health = check("""
                            targets: [{name: shop, mysql: {host: %s, port: %d, user: %s, password: "%s"}}]
                            """.formatted(config.host(), config.port(), config.user(), TestMySql.PASSWORD))
                    .get(0);
            assertThat(health.reading().orElseThrow().product()).startsWith("MySQL ");
            assertThat(health.score().knownWeightRatio()).as(health.toString()).isEqualTo(1);
        }
    }

    private List<TargetHealth> check(String yaml) throws Exception {
        Config config = Written.config(folder, yaml).load();
        return Checkups.of(config, List.of(), new Patience(Duration.ofSeconds(20), 2));
    }

    /** {@code ofHost}: further keys of the host. */
    private static String targets(String ofHost) {
        MySqlConfig shop = mysql.config();
        return """
                targets:
                %s  - {name: cache, redis: {port: %d}}
                  - {name: shop, mysql: {host: %s, port: %d, user: %s, password: "%s"}}
                  - {name: pool, pgbouncer: {host: 127.0.0.1, port: %d, user: stats, password: "%s"}}
                  - {name: host, host: {}%s}
                guard: {rules: {connections: off}}
                """.formatted(
                        postgres.target("primary", "postgres", ""),
                        redis.port(),
                        shop.host(),
                        shop.port(),
                        shop.user(),
                        TestMySql.PASSWORD,
                        pool.port(),
                        TestPgBouncer.PASSWORD,
                        ofHost);
    }

    private static TargetHealth of(List<TargetHealth> all, String target) {
        return all.stream()
                .filter(health -> health.target().equals(target))
                .findFirst()
                .orElseThrow();
    }

    private static String product(List<TargetHealth> all, String target) {
        return of(all, target).reading().orElseThrow().product();
    }

    private static List<String> applicable(List<TargetHealth> all, String target) {
        return of(all, target).score().components().stream()
                .filter(component -> component.knowledge() == Knowledge.KNOWN)
                .map(Component::name)
                .toList();
    }

    private static Component finding(List<TargetHealth> all, String target, String component) {
        return of(all, target).findings().stream()
                .filter(each -> each.name().equals(component))
                .findFirst()
                .orElseThrow(() -> new AssertionError(of(all, target).toString()));
    }
}
