package io.dbvitals.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

class RedisTest {
    @Test
    void it_answers_with_its_settings_until_closed(@TempDir Path folder) throws DemoException, InterruptedException {
        Redis redis = Redis.start(folder, List.of("--maxmemory", "16mb"));
        try (redis;
                Jedis session = redis.connect(1, "test")) {
            session.set("key", "value");

            assertThat(session.info("keyspace")).contains("db1:keys=1");
            assertThat(session.configGet("maxmemory")).containsEntry("maxmemory", "16777216");
            assertThat(session.clientList()).contains("name=test");
            assertThat(redis.version()).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
            assertThat(session.info("server")).contains("process_id:" + redis.pid() + "\r\n");
        }
        assertThat(ProcessHandle.of(redis.pid())).isEmpty();
    }

    @Test
    void a_setting_that_it_does_not_know_is_shown_in_its_own_words(@TempDir Path folder) {
        assertThatThrownBy(() -> Redis.start(folder, List.of("--no-such-setting", "1")))
                .isInstanceOf(DemoException.class)
                .hasMessageStartingWith("Redis did not start (it ended with 1):\n")
                .hasMessageContaining("no-such-setting");
    }
}
