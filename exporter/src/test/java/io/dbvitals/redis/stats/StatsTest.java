package io.dbvitals.redis.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.redis.Recorded;
import io.dbvitals.redis.model.Info;
import io.dbvitals.testing.Samples;
import org.junit.jupiter.api.Test;

class StatsTest {
    private static final Info REDIS = Recorded.info("redis-8.0");
    private static final Info VALKEY = Recorded.info("valkey-8.1");

    @Test
    void fields_bearTheNamesOfRedisExporter() {
        Samples samples = Recorded.samples(new ServerStats(false), REDIS);
        assertThat(samples.value("redis_memory_used_bytes")).isEqualTo(REDIS.number("used_memory"));
        assertThat(samples.value("redis_latest_fork_seconds")).isEqualTo(REDIS.number("latest_fork_usec") / 1e6);
        assertThat(samples.value("redis_rdb_last_bgsave_status")).isEqualTo(1);
        assertThat(samples.value("redis_commands_processed_total")).isEqualTo(REDIS.number("total_commands_processed"));
        assertThat(samples.value("redis_total_error_replies")).isEqualTo(REDIS.number("total_error_replies"));
        assertThat(samples.value("redis_start_time_seconds")).isEqualTo(1000 - REDIS.number("uptime_in_seconds"));
        assertThat(samples.has("redis_total_error_replies_total")).isFalse();
        assertThat(samples.has("redis_instantaneous_ops_per_sec")).isFalse();
        assertThat(samples.lines()).allMatch(line -> line.contains("server=\"here\""));
    }

    @Test
    void rates_areThereForThoseWhoAsk() {
        Samples samples = Recorded.samples(new ServerStats(true), REDIS);
        assertThat(samples.value("redis_instantaneous_ops_per_sec"))
                .isEqualTo(REDIS.number("instantaneous_ops_per_sec"));
    }

    @Test
    void instance_isDescribedWithTheFieldsThatAServerHas() {
        assertThat(Recorded.samples(new ServerStats(false), REDIS).all("redis_instance_info"))
                .singleElement()
                .asString()
                .contains(
                        "redis_mode=\"standalone\"", "redis_version=\"8.0.2\"", "role=\"master\"", "maxmemory_policy=")
                .doesNotContain("valkey");
        assertThat(Recorded.samples(new ServerStats(false), VALKEY).all("redis_instance_info"))
                .singleElement()
                .asString()
                .contains("redis_mode=\"standalone\"", "valkey_version=\"8.1.1\"", "valkey_release_stage=\"ga\"");
    }

    @Test
    void ioThreads_haveALabelEach() {
        Info info =
                Info.parse("# Threads\r\nused_active_time_main_thread:1.5\r\nused_active_time_io_thread_2:0.25\r\n");
        Samples samples = Recorded.samples(new ServerStats(false), info);
        assertThat(samples.value("redis_active_time_main_thread_seconds_total")).isEqualTo(1.5);
        assertThat(samples.value("redis_active_time_io_thread_seconds_total", "thread=\"2\""))
                .isEqualTo(0.25);
    }

    @Test
    void keyspace_isReadByNameWhateverAForkAdds() {
        Samples samples = Recorded.samples(new Keyspace(true, readout -> Double.NaN), REDIS);
        assertThat(samples.value("redis_db_keys", "db=\"db0\"")).isEqualTo(2);
        assertThat(samples.value("redis_db_keys_expiring", "db=\"db3\"")).isEqualTo(1);
        assertThat(samples.all("redis_db_keys")).hasSize(16);
        assertThat(samples.has("redis_db_keys_cached"))
                .as("subexpiry is something else")
                .isFalse();
        assertThat(samples.value("redis_db_keys", "db=\"db15\"")).isZero();
        Samples valkey = Recorded.samples(new Keyspace(false, readout -> Double.NaN), VALKEY);
        assertThat(valkey.value("redis_db_avg_ttl_seconds", "db=\"db3\"")).isEqualTo(99.985);
        assertThat(valkey.all("redis_db_keys")).hasSize(2);
        Info newer =
                Info.parse("# Keyspace\ndb1:avg_ttl=2000,keys_with_volatile_items=3,expires=1,keys=4,cached_keys=5\n");
        Samples odd = Recorded.samples(new Keyspace(false, readout -> 2), newer);
        assertThat(odd.value("redis_db_keys_with_expiring_items")).isEqualTo(3);
        assertThat(odd.value("redis_db_keys_cached")).isEqualTo(5);
        assertThat(odd.value("redis_db_avg_ttl_seconds")).isEqualTo(2);
    }

    @Test
    void commandsAndErrors_areCountedByName() {
        Info info = Info.parse("""
                # Commandstats
                cmdstat_config|get:calls=2,usec=30,usec_per_call=15.00,rejected_calls=1,failed_calls=4,slowlog_count=7
                # Errorstats
                errorstat_ERR:count=1
                # Latencystats
                latency_percentiles_usec_config|get:p50=14.015,p99.9=272.383
                """);
        Samples commands = Recorded.samples(new CommandStats(), info);
        assertThat(commands.value("redis_commands_total", "cmd=\"config|get\"")).isEqualTo(2);
        assertThat(commands.value("redis_commands_duration_seconds_total")).isEqualTo(30e-6);
        assertThat(commands.value("redis_commands_rejected_calls_total")).isEqualTo(1);
        assertThat(commands.value("redis_commands_failed_calls_total")).isEqualTo(4);
        assertThat(Recorded.samples(new ErrorStats(), info).value("redis_errors_total", "err=\"ERR\""))
                .isEqualTo(1);
        Samples latency = Recorded.samples(new LatencyStats(), info);
        assertThat(latency.value("redis_latency_percentiles_usec", "cmd=\"config|get\"", "quantile=\"99.9\""))
                .isEqualTo(272.383);
        assertThat(latency.value("redis_latency_percentiles_usec_sum")).isEqualTo(30);
        assertThat(latency.value("redis_latency_percentiles_usec_count")).isEqualTo(2);
    }

    @Test
    void replicaOfTwoMasters_showsBoth() {
        Info info = Info.parse("""
                # Replication
                role:slave
                master_host:a
                master_port:1
                master_link_status:up
                master_last_io_seconds_ago:3
                master_1_host:b
                master_1_port:2
                master_1_link_status:down
                """);
        Samples samples = Recorded.samples(new Replication(), info);
        assertThat(samples.value("redis_master_link_up", "master_host=\"a\"")).isEqualTo(1);
        assertThat(samples.value("redis_master_link_up", "master_host=\"b\"", "master_port=\"2\""))
                .isZero();
        assertThat(samples.value("redis_master_last_io_seconds_ago")).isEqualTo(3);
    }

    @Test
    void modules_areNamed() {
        assertThat(Recorded.samples(new Modules(), REDIS).all("redis_module_info"))
                .singleElement()
                .asString()
                .contains("name=\"vectorset\"", "ver=\"1\"", "usedby=\"[]\"");
    }
}
