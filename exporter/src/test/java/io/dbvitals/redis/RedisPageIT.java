package io.dbvitals.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbvitals.testing.GoldenPage;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Whole pages against {@code src/test/resources/golden}. After an intended change
 * {@code mvn verify -Dit.test=RedisPageIT -Dgolden.update=true} writes them anew; look at their diff before you commit it.
 */
class RedisPageIT {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @Test
    void pageOfRedis6_isTheGoldenOne() throws Exception {
        try (TestRedis redis = TestRedis.start("--maxclients", "1000")) {
            assertPage(redis, "redis-6");
        }
    }

    @Test
    void pageOfRedis7_isTheGoldenOne() throws Exception {
        try (TestRedis redis = TestRedis.seven("--maxclients", "1000")) {
            assumeThat(redis.call("INFO", "server"))
                    .as("the file is of Redis 7.0")
                    .contains("redis_version:7.0.");
            Samples page = assertPage(redis, "redis-7");
            assertThat(page.value("redis_commands_latencies_usec_count", "cmd=\"get\""))
                    .isEqualTo(3);
            assertThat(page.value("redis_commands_latencies_usec_bucket", "cmd=\"get\"", "le=\"+Inf\""))
                    .isEqualTo(3);
            assertThat(page.value("redis_commands_latencies_usec_sum", "cmd=\"get\""))
                    .isEqualTo(page.value("redis_latency_percentiles_usec_sum", "cmd=\"get\""));
            assertThat(page.value("redis_latency_percentiles_usec_count", "cmd=\"get\""))
                    .isEqualTo(3);
        }
    }

    private static Samples assertPage(TestRedis redis, String golden) throws IOException {
        try (Jedis jedis = redis.connect()) {
            jedis.set("a", "1");
            jedis.get("a");
            jedis.get("b");
            jedis.get("c");
            jedis.select(3);
            jedis.set("b", "x");
            jedis.expire("b", 1000);
            assertThatThrownBy(() -> jedis.lpush("b", "y"))
                    .as("for the statistics of errors")
                    .hasMessageContaining("WRONGTYPE");
        }
        try (Scrape scrape = Scrape.of(redis.config())) {
            // What the exporter asks counts too; from the third scrape on no new name comes.
            scrape.samples();
            scrape.samples();
            Samples samples = scrape.samples();
            assertThat(samples.value("redis_db_keys", "db=\"db0\"")).isEqualTo(1);
            assertThat(samples.value("redis_db_keys_expiring", "db=\"db3\"")).isEqualTo(1);
            assertThat(samples.value("redis_keyspace_hits_total")).isEqualTo(1);
            assertThat(samples.value("redis_keyspace_misses_total")).isEqualTo(2);
            assertThat(samples.value("redis_commands_total", "cmd=\"get\"")).isEqualTo(3);
            assertThat(samples.value("redis_config_maxclients")).isPositive();
            assertThat(samples.value("redis_exporter_scrapes_total")).isEqualTo(3);
            assertThat(samples.value("redis_exporter_last_scrape_connect_time_seconds"))
                    .isZero();
            assertThat(samples.value("dbvitals_target_replica")).isZero();
            assertGolden(golden, GoldenPage.of(steady(scrape.page()), "redis_.*|dbvitals_(?:target|collector)_.*"));
            return samples;
        }
    }

    /** Without the buckets of latencies: the server tells only those that something fell into. */
    private static String steady(String page) {
        return page.lines()
                .filter(line ->
                        !line.startsWith("redis_commands_latencies_usec_bucket") || line.contains("le=\"+Inf\""))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static void assertGolden(String name, String actual) throws IOException {
        Path file = GOLDEN.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, actual, UTF_8);
        }
        List<String> wanted = Files.readAllLines(file, UTF_8);
        List<String> seen = actual.lines().toList();
        assertThat(seen.stream().filter(line -> !wanted.contains(line)))
                .as("%s: lines that the page has and the file lacks", file)
                .isEmpty();
        assertThat(wanted.stream().filter(line -> !seen.contains(line)))
                .as("%s: lines that the page lacks", file)
                .isEmpty();
    }
}
