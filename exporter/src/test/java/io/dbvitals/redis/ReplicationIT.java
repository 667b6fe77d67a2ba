package io.dbvitals.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplicationIT {
    @Test
    void pair_showsItsLinkItsLagAndItsBreak() {
        try (TestRedis master = TestRedis.start("--repl-diskless-sync-delay", "0");
                TestRedis replica = TestRedis.replicaOf(master);
                Scrape ofMaster = Scrape.of(master.config());
                Scrape ofReplica = Scrape.of(replica.config())) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> ofReplica.samples().value("redis_master_link_up") == 1);
            Samples follows = ofReplica.samples();
            String address = "master_port=\"" + master.port() + "\"";
            assertThat(follows.value("redis_master_link_up", "master_host=\"127.0.0.1\"", address))
                    .isEqualTo(1);
            assertThat(follows.value("redis_slave_info", "read_only=\"1\"", address))
                    .isEqualTo(1);
            assertThat(follows.value("redis_master_sync_in_progress", address)).isZero();
            assertThat(follows.value("redis_slave_repl_offset", address)).isNotNegative();
            assertThat(follows.value("dbvitals_target_replica")).isEqualTo(1);
            assertThat(follows.value("redis_instance_info", "role=\"slave\"")).isEqualTo(1);
            assertThat(ofMaster.samples().value("dbvitals_target_replica")).isZero();
            assertThat(ofMaster.samples().value("redis_connected_slaves")).isEqualTo(1);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> ofMaster.samples().has("redis_connected_slave_lag_seconds", "slave_state=\"online\""));

            replica.signal("STOP");
            try {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> ofMaster.samples().value("redis_connected_slave_lag_seconds") >= 2);
            } finally {
                replica.signal("CONT");
            }
            master.kill();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> ofReplica.samples().value("redis_master_link_up") == 0);
            assertThat(ofReplica.samples().value("redis_master_link_down_since_seconds"))
                    .isNotNegative();
        }
    }
}
