package io.dbvitals.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestRedis;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.resps.AccessControlLogEntry;

class RefusedCommandsIT {
    private static final String PASSWORD = "s3cret-of-the-user";

    @Test
    void userWithLeastRights_isRefusedOnceAndToldWhatIsMissing() {
        try (TestRedis redis = TestRedis.start()) {
            user(redis, "+info");
            try (Scrape scrape = Scrape.of(redis.config("watch", new Secret.Literal(PASSWORD)))) {
                Samples first = scrape.samples();
                assertThat(first.all("redis_exporter_command_refused"))
                        .hasSize(5)
                        .anyMatch(line -> line.contains("command=\"CONFIG GET\""))
                        .anyMatch(line -> line.contains("command=\"SLOWLOG LEN\""))
                        .anyMatch(line -> line.contains("command=\"SLOWLOG GET\""))
                        .anyMatch(line -> line.contains("command=\"LATENCY LATEST\""))
                        .anyMatch(line -> line.contains("command=\"CLIENT SETNAME\""));
                for (String collector : List.of("redis_config", "redis_latency", "redis_slowlog")) {
                    assertThat(first.value("dbvitals_collector_skipped", "\"" + collector + "\"", "reason=\"refused\""))
                            .isEqualTo(1);
                }
                assertThat(first.value("redis_memory_used_bytes")).isPositive();
                assertThat(first.all("redis_db_keys"))
                        .as("as many as there are by default")
                        .hasSize(16);
                double errors = redis.info("total_error_replies");
                assertThat(errors).isPositive();
                for (int i = 0; i < 5; i++) {
                    scrape.samples();
                }
                assertThat(redis.info("total_error_replies")).isEqualTo(errors);
                assertThat(scrape.samples().all("redis_exporter_command_refused"))
                        .hasSize(5);
            }
        }
    }

    @Test
    void refusals_doNotGrowTheServersOwnCounterOfThem() {
        try (TestRedis redis = TestRedis.seven()) {
            user(redis, "+info", "+slowlog|len", "+latency|latest");
            try (Scrape scrape = Scrape.of(redis.config("watch", new Secret.Literal(PASSWORD)))) {
                Samples first = scrape.samples();
                assertThat(first.has("redis_slowlog_length"))
                        .as("what is allowed is shown")
                        .isTrue();
                assertThat(first.has("redis_slowlog_last_id")).isFalse();
                assertThat(first.all("redis_exporter_command_refused"))
                        .anyMatch(line -> line.contains("LATENCY HISTOGRAM"));
                double errors = redis.info("total_error_replies");
                long log = logged(redis);
                double counted = scrape.samples().value("redis_errors_total", "err=\"NOPERM\"");
                for (int i = 0; i < 5; i++) {
                    scrape.samples();
                }
                assertThat(redis.info("total_error_replies")).isEqualTo(errors);
                assertThat(scrape.samples().value("redis_errors_total", "err=\"NOPERM\""))
                        .isEqualTo(counted);
                assertThat(logged(redis)).isEqualTo(log).isPositive();
            }
        }
    }

    @Test
    void newConnection_asksAgainWhatWasRefused() {
        try (TestRedis redis = TestRedis.start()) {
            user(redis, "+info");
            try (Scrape scrape = Scrape.of(redis.config("watch", new Secret.Literal(PASSWORD)))) {
                assertThat(scrape.samples().has("redis_config_maxclients")).isFalse();
                user(redis, "+info", "+config|get", "+slowlog", "+latency", "+client");
                redis.call("CLIENT", "KILL", "USER", "watch");
                Samples after = scrape.samples();
                assertThat(after.has("redis_config_maxclients")).isTrue();
                assertThat(after.has("redis_exporter_command_refused")).isFalse();
                assertThat(after.has("dbvitals_collector_skipped")).isFalse();
            }
        }
    }

    @Test
    void userWithoutInfo_isDeniedWithTheGrantAndNotAskedAtOnce() {
        try (TestRedis redis = TestRedis.start()) {
            user(redis, "+ping");
            try (Scrape scrape = Scrape.of(redis.config("watch", new Secret.Literal(PASSWORD)))) {
                scrape.down("denied");
                assertThat(Failures.of(scrape))
                        .contains("ACL SETUSER watch", "+info", "tried again in")
                        .doesNotContain(PASSWORD);
                double errors = redis.info("total_error_replies");
                scrape.down("denied");
                scrape.down("denied");
                assertThat(redis.info("total_error_replies")).isEqualTo(errors);
            }
        }
    }

    @Test
    void disabledConfig_isDoneWithout() {
        try (TestRedis redis = TestRedis.start("--rename-command", "CONFIG", "")) {
            try (Scrape scrape = Scrape.of(redis.config())) {
                Samples samples = scrape.samples();
                assertThat(samples.value("redis_exporter_command_refused", "command=\"CONFIG GET\""))
                        .isEqualTo(1);
                assertThat(samples.value("dbvitals_collector_skipped", "redis_config", "refused"))
                        .isEqualTo(1);
                assertThat(samples.value("redis_max_clients"))
                        .as("INFO tells it as well")
                        .isPositive();
                assertThat(samples.has("redis_slowlog_length")).isTrue();
            }
        }
    }

    @Test
    void renamedInfo_isDeniedWithTheReason() {
        try (TestRedis redis = TestRedis.start("--rename-command", "INFO", "TELL")) {
            try (Scrape scrape = Scrape.of(redis.config())) {
                scrape.down("denied");
                assertThat(Failures.of(scrape)).contains("rename-command", redis.address());
            }
        }
    }

    @Test
    void databaseThatIsNotThere_isNoKeyOfAnother() {
        try (TestRedis redis = TestRedis.start("--databases", "2")) {
            redis.call("SET", "a", "17");
            RedisConfig.Options options =
                    new RedisConfig.Options(false, false, false, false, true, List.of("db0=a", "db9=a"), List.of());
            try (Scrape scrape = Scrape.of(redis.config("", Secret.NONE, TlsConfig.OFF, options))) {
                scrape.samples();
                Samples samples = scrape.samples();
                assertThat(samples.value("redis_key_value", "db=\"db0\"")).isEqualTo(17);
                assertThat(samples.all("redis_key_size")).hasSize(1);
                assertThat(samples.all("redis_db_keys")).hasSize(2);
            }
        }
    }

    /** Refusals in the server's ACL log, which counts those alike in one entry. */
    private static long logged(TestRedis redis) {
        try (Jedis jedis = redis.connect()) {
            return jedis.aclLog().stream()
                    .mapToLong(AccessControlLogEntry::getCount)
                    .sum();
        }
    }

    private static void user(TestRedis redis, String... rights) {
        List<String> words = new java.util.ArrayList<>(List.of("SETUSER", "watch", "reset", "on", ">" + PASSWORD));
        words.addAll(List.of(rights));
        redis.call("ACL", words.toArray(String[]::new));
    }
}
