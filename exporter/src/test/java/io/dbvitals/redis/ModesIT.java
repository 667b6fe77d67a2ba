package io.dbvitals.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ModesIT {
    @Test
    void sentinel_showsWhatItWatches() {
        try (TestRedis master = TestRedis.start();
                TestRedis sentinel = TestRedis.sentinelOf(master);
                Scrape scrape = Scrape.of(sentinel.config())) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> scrape.samples().has("redis_sentinel_master_status", "master_status=\"ok\""));
            Samples samples = scrape.samples();
            String name = "master_name=\"mymaster\"";
            String address = "master_address=\"" + master.address() + "\"";
            assertThat(samples.value("redis_sentinel_masters")).isEqualTo(1);
            assertThat(samples.value("redis_sentinel_tilt")).isZero();
            assertThat(samples.value("redis_sentinel_master_status", name, address))
                    .isEqualTo(1);
            assertThat(samples.value("redis_sentinel_master_sentinels", name, address))
                    .isEqualTo(1);
            assertThat(samples.value("redis_sentinel_master_slaves", name, address))
                    .isZero();
            assertThat(samples.value("redis_sentinel_master_ok_slaves", name, address))
                    .isZero();
            assertThat(samples.value("redis_sentinel_master_ok_sentinels", name, address))
                    .isEqualTo(1);
            assertThat(samples.value("redis_sentinel_master_setting_ckquorum", name, address))
                    .isEqualTo(2);
            assertThat(samples.value("redis_sentinel_master_setting_down_after_milliseconds", name, address))
                    .isEqualTo(1000);
            assertThat(samples.value("redis_sentinel_master_setting_parallel_syncs", name, address))
                    .isEqualTo(1);
            assertThat(samples.value("redis_sentinel_master_setting_failover_timeout", name, address))
                    .isPositive();
            assertThat(samples.value("redis_sentinel_master_config_epoch", name, address))
                    .isZero();
            assertThat(samples.value("redis_sentinel_master_last_ok_ping_reply_seconds", name, address))
                    .isNotNegative();
            assertThat(samples.value("redis_sentinel_master_ckquorum_status", name, "message=\"NOQUORUM"))
                    .isZero();
            assertThat(samples.value("redis_instance_info", "redis_mode=\"sentinel\""))
                    .isEqualTo(1);
            assertThat(samples.has("redis_exporter_command_refused"))
                    .as("a missed quorum is no refusal")
                    .isFalse();

            master.kill();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !scrape.samples().has("redis_sentinel_master_status", "master_status=\"ok\""));
            assertThat(scrape.samples().value("redis_sentinel_master_status", name, address))
                    .isZero();
        }
    }

    @Test
    void clusterNode_showsItsCluster() {
        try (TestRedis node = TestRedis.cluster();
                Scrape scrape = Scrape.of(node.config())) {
            Samples samples = scrape.samples();
            assertThat(samples.value("redis_cluster_enabled")).isEqualTo(1);
            assertThat(samples.value("redis_cluster_state")).isEqualTo(1);
            assertThat(samples.value("redis_cluster_slots_assigned")).isEqualTo(16_384);
            assertThat(samples.value("redis_cluster_slots_ok")).isEqualTo(16_384);
            assertThat(samples.value("redis_cluster_slots_fail")).isZero();
            assertThat(samples.value("redis_cluster_slots_pfail")).isZero();
            assertThat(samples.value("redis_cluster_known_nodes")).isEqualTo(1);
            assertThat(samples.value("redis_cluster_size")).isEqualTo(1);
            assertThat(samples.value("redis_cluster_messages_sent_total")).isNotNegative();
            assertThat(samples.value("redis_instance_info", "redis_mode=\"cluster\""))
                    .isEqualTo(1);
            assertThat(samples.all("redis_db_keys"))
                    .as("a cluster has one database")
                    .hasSize(1);

            node.call("CLUSTER", "DELSLOTS", "7");
            await().atMost(Duration.ofSeconds(10)).until(() -> scrape.samples().value("redis_cluster_state") == 0);
            assertThat(scrape.samples().value("redis_cluster_slots_assigned")).isEqualTo(16_383);
        }
    }
}
