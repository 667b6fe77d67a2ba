package io.dbvitals.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.RedisConfig;
import io.dbvitals.testing.TestRedis;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

class RoundTripIT {
    private static final int SCRAPES = 5;

    @Test
    void scrape_isOneRoundTripOverTheKeptConnectionWhateverIsAsked() {
        List<String> keys = List.of("db0=cart", "db3=hits");
        RedisConfig.Options all = new RedisConfig.Options(true, true, true, true, true, keys, List.of("orders"));
        try (TestRedis redis = TestRedis.start();
                Scrape scrape = Scrape.of(redis.config(all))) {
            try (Jedis jedis = redis.connect()) {
                jedis.rpush("cart", "1");
                jedis.xadd("orders", StreamEntryID.NEW_ENTRY, Map.of("f", "v"));
                jedis.xgroupCreate("orders", "billing", new StreamEntryID(0, 0), false);
                jedis.select(3);
                jedis.set("hits", "1");
            }
            scrape.samples();
            double ofAsking = reads(redis, scrape, 0);
            assertThat(reads(redis, scrape, SCRAPES)).isEqualTo(ofAsking + SCRAPES);
            double connections = scrape.samples().value("redis_connections_received_total");
            assertThat(scrape.samples().value("redis_connections_received_total"))
                    .isEqualTo(connections);
        }
    }

    /** How often the server read from a socket during so many scrapes and one question of ours. */
    private static double reads(TestRedis redis, Scrape scrape, int scrapes) {
        double before = redis.info("total_reads_processed");
        for (int i = 0; i < scrapes; i++) {
            scrape.samples();
        }
        return redis.info("total_reads_processed") - before;
    }
}
