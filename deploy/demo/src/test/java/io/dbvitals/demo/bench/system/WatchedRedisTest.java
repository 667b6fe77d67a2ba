package io.dbvitals.demo.bench.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.demo.DemoException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;

/** At a real Redis. */
@EnabledOnOs(OS.LINUX)
class WatchedRedisTest {
    @Test
    void it_is_filled_and_its_cpu_is_read(@TempDir Path folder) throws DemoException, InterruptedException {
        try (Systems systems = new Systems(new Systems.Place(folder, folder, Map.of()))) {
            systems.start(Set.of(Kind.REDIS, Kind.HOST));

            assertThat(systems.all()).extracting(Watched::kind).containsExactly(Kind.REDIS, Kind.HOST);
            Watched redis = systems.all().get(0);
            assertThat(redis.description()).matches("Redis [0-9.]+ with 50,010 keys in two databases");
            String url = redis.target().replaceAll("\\{url: \"(.*)\"}", "$1");
            try (Jedis session = new Jedis(
                    URI.create(url),
                    DefaultJedisClientConfig.builder()
                            .autoNegotiateProtocol(false)
                            .build())) {
                assertThat(session.info("keyspace"))
                        .contains("db0:keys=25005,expires=5000", "db1:keys=25005,expires=5000");
            }
            assertThat(redis.peer(Path.of("/x"), "1.0").environment()).containsEntry("REDIS_ADDR", url);
            // Ticks of 10 ms; filling takes some.
            assertThat(Systems.cpuMillis(systems.all())).isPositive();
        }
    }
}
