package io.dbvitals.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestRedis;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadGroupParams;

class OptionsIT {
    @Test
    void singleKeys_showSizeMemoryAndValueWithoutErrorsOnTheServer() {
        List<String> keys = List.of(
                "db0=number", "text", "db2=list", "2=set", "zset", "hash", "stream", "hll", "a=b", "gone", "long");
        try (TestRedis redis = TestRedis.start();
                Scrape scrape = Scrape.of(
                        redis.config(new RedisConfig.Options(false, false, false, false, true, keys, List.of())))) {
            try (Jedis jedis = redis.connect()) {
                jedis.set("number", "-12.5");
                jedis.set("text", "paused");
                jedis.zadd("zset", Map.of("x", 1.0, "y", 2.0));
                jedis.hset("hash", "f", "v");
                jedis.xadd("stream", StreamEntryID.NEW_ENTRY, Map.of("f", "v"));
                jedis.pfadd("hll", "1", "2", "3");
                jedis.set("a=b", "1");
                jedis.set("long", "x".repeat(600));
                jedis.select(2);
                jedis.rpush("list", "1", "2", "3", "4");
                jedis.sadd("set", "1", "2");
            }
            for (int i = 0; i < 2; i++) {
                Samples samples = scrape.samples();
                assertThat(samples.value("redis_key_value", "db=\"db0\"", "key=\"number\""))
                        .isEqualTo(-12.5);
                assertThat(samples.value("redis_key_value_as_string", "key=\"text\"", "val=\"paused\""))
                        .isEqualTo(1);
                assertThat(samples.value("redis_key_size", "key=\"text\"")).isEqualTo(6);
                assertThat(samples.value("redis_key_size", "db=\"db2\"", "key=\"list\""))
                        .isEqualTo(4);
                assertThat(samples.value("redis_key_size", "db=\"db2\"", "key=\"set\""))
                        .isEqualTo(2);
                assertThat(samples.value("redis_key_size", "key=\"zset\"")).isEqualTo(2);
                assertThat(samples.value("redis_key_size", "key=\"hash\"")).isEqualTo(1);
                assertThat(samples.value("redis_key_size", "key=\"stream\"")).isEqualTo(1);
                assertThat(samples.value("redis_key_size", "key=\"hll\"")).isEqualTo(3);
                assertThat(samples.value("redis_key_size", "key=\"a=b\"")).isEqualTo(1);
                assertThat(samples.value("redis_key_size", "key=\"long\"")).isEqualTo(600);
                assertThat(samples.all("redis_key_value_as_string"))
                        .as("a long value is not shown")
                        .hasSize(1);
                assertThat(samples.all("redis_key_memory_usage_bytes")).hasSize(10);
                assertThat(samples.all("redis_key_size", "key=\"gone\"")).isEmpty();
            }
            assertThat(redis.info("total_error_replies")).isZero();
            redis.call("DEL", "text");
            redis.call("RPUSH", "text", "now a list");
            redis.call("DEL", "hll");
            redis.call("SET", "hll", "12345");
            Samples changed = scrape.samples();
            assertThat(changed.value("redis_key_size", "key=\"text\"")).isEqualTo(1);
            assertThat(changed.value("redis_key_value", "key=\"hll\"")).isEqualTo(12_345);
            assertThat(changed.has("redis_exporter_command_refused")).isFalse();
        }
    }

    @Test
    void streams_showGroupsAndConsumers() {
        try (TestRedis redis = TestRedis.seven();
                Scrape scrape = Scrape.of(redis.config(new RedisConfig.Options(
                        false, false, false, false, true, List.of(), List.of("db1=orders", "gone", "db1=text"))))) {
            try (Jedis jedis = redis.connect()) {
                jedis.select(1);
                jedis.set("text", "no stream");
                jedis.xadd("orders", new StreamEntryID(5, 0), Map.of("f", "v"));
                jedis.xadd("orders", new StreamEntryID(7, 1), Map.of("f", "v"));
                jedis.xgroupCreate("orders", "billing", new StreamEntryID(0, 0), false);
                jedis.xreadGroup(
                        "billing",
                        "ann",
                        XReadGroupParams.xReadGroupParams().count(1),
                        Map.of("orders", StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
            }
            Samples samples = scrape.samples();
            String stream = "db=\"db1\",server=\"here\",stream=\"orders\"";
            assertThat(samples.value("redis_stream_length", stream)).isEqualTo(2);
            assertThat(samples.value("redis_stream_groups", stream)).isEqualTo(1);
            assertThat(samples.value("redis_stream_first_entry_id", stream)).isEqualTo(5);
            assertThat(samples.value("redis_stream_last_entry_id", stream)).isEqualTo(7);
            assertThat(samples.value("redis_stream_last_generated_id", stream)).isEqualTo(7);
            assertThat(samples.value("redis_stream_entries_added_total", stream))
                    .isEqualTo(2);
            assertThat(samples.value("redis_stream_radix_tree_nodes", stream)).isPositive();
            assertThat(samples.value("redis_stream_group_consumers", "group=\"billing\""))
                    .isEqualTo(1);
            assertThat(samples.value("redis_stream_group_lag", "group=\"billing\""))
                    .isEqualTo(1);
            assertThat(samples.value("redis_stream_group_entries_read", "group=\"billing\""))
                    .isEqualTo(1);
            assertThat(samples.value("redis_stream_group_last_delivered_id", "group=\"billing\""))
                    .isEqualTo(5);
            assertThat(samples.value("redis_stream_group_messages_pending", "group=\"billing\""))
                    .isEqualTo(1);
            assertThat(samples.value("redis_stream_group_consumer_messages_pending", "consumer=\"ann\""))
                    .isEqualTo(1);
            assertThat(samples.value("redis_stream_group_consumer_idle_seconds", "consumer=\"ann\""))
                    .isNotNegative();
            scrape.samples();
            assertThat(redis.info("total_error_replies")).isZero();
        }
    }

    @Test
    void clientsSettingsAndRates_areShownToThoseWhoAsk() {
        try (TestRedis redis = TestRedis.withPassword("s3cret-of-all", "--masterauth", "s3cret-of-all");
                Scrape scrape = Scrape.of(new RedisConfig(
                        "127.0.0.1",
                        redis.port(),
                        "",
                        new Secret.Literal("s3cret-of-all"),
                        redis.config().tls(),
                        redis.config().connectTimeout(),
                        redis.config().timeout(),
                        new RedisConfig.Options(true, true, true, true, false, List.of(), List.of())));
                Jedis jedis = redis.connect()) {
            jedis.sendCommand(() -> "CLIENT".getBytes(UTF_8), "SETNAME", "shop");
            Samples samples = scrape.samples();
            assertThat(samples.value(
                            "redis_connected_client_info", "name=\"shop\"", "host=\"127.0.0.1\"", "user=\"default\""))
                    .isEqualTo(1);
            assertThat(samples.value("redis_connected_clients_details", "name=\"shop\""))
                    .isEqualTo(1);
            assertThat(samples.value("redis_connected_client_created_at_timestamp", "name=\"shop\""))
                    .isPositive();
            assertThat(samples.value("redis_connected_client_total_memory_consumed_bytes", "name=\"shop\""))
                    .isPositive();
            assertThat(samples.value("redis_connected_client_channel_subscriptions_count", "name=\"shop\""))
                    .isZero();
            assertThat(samples.value("redis_config_key_value", "key=\"maxmemory-policy\"", "value=\"noeviction\""))
                    .isEqualTo(1);
            assertThat(samples.value("redis_config_value", "key=\"maxclients\""))
                    .isPositive();
            assertThat(samples.value("redis_config_maxclients")).isPositive();
            assertThat(samples.value("redis_instantaneous_ops_per_sec")).isNotNegative();
            assertThat(samples.has("redis_db_keys")).as("no database has keys").isFalse();
            assertThat(samples.lines()).noneMatch(line -> line.contains("s3cret"));
        }
    }

    @Test
    void hundredThousandKeysIn16Databases_areCounted() {
        try (TestRedis redis = TestRedis.start();
                Scrape scrape = Scrape.of(redis.config())) {
            try (Jedis jedis = redis.connect()) {
                for (int db = 0; db < 16; db++) {
                    jedis.select(db);
                    jedis.sendCommand(() -> "DEBUG".getBytes(UTF_8), "POPULATE", "6250", "key", "32");
                    jedis.expire("key:1", 1000);
                }
            }
            Samples samples = scrape.samples();
            for (int db = 0; db < 16; db++) {
                assertThat(samples.value("redis_db_keys", "db=\"db" + db + "\""))
                        .isEqualTo(6250);
                assertThat(samples.value("redis_db_keys_expiring", "db=\"db" + db + "\""))
                        .isEqualTo(1);
            }
        }
    }
}
