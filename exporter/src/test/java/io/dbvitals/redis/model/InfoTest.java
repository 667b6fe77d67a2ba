package io.dbvitals.redis.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.redis.Recorded;
import org.junit.jupiter.api.Test;

class InfoTest {
    @Test
    void redis8_isReadBySectionAndName() {
        Info info = Recorded.info("redis-8.0");
        assertThat(info.text("redis_version")).isEqualTo("8.0.2");
        assertThat(info.mode()).isEqualTo("standalone");
        assertThat(info.redisAtLeast(7)).isTrue();
        assertThat(info.redisAtLeast(9)).isFalse();
        assertThat(info.valkeyAtLeast(8, 1)).isFalse();
        assertThat(info.number("used_memory")).isPositive();
        assertThat(info.section("keyspace")).extracting(Info.Field::name).containsExactly("db0", "db3");
        assertThat(info.section("keysizes")).extracting(Info.Field::name).contains("db0_distrib_strings_sizes");
    }

    @Test
    void valkey_tellsItsModeAndVersionInFieldsOfItsOwn() {
        Info info = Recorded.info("valkey-8.1");
        assertThat(info.has("redis_mode")).isFalse();
        assertThat(info.mode()).isEqualTo("standalone");
        assertThat(info.redisAtLeast(7)).isTrue();
        assertThat(info.valkeyAtLeast(8, 1)).isTrue();
        assertThat(info.valkeyAtLeast(8, 2)).isFalse();
        assertThat(info.valkeyAtLeast(7, 9)).isTrue();
    }

    @Test
    void oddText_isNoError() {
        Info info = Info.parse("no colon\n:no name\n# Odd\r\nempty:\r\na:b:c\r\nlast:1");
        assertThat(info.text("a")).isEqualTo("b:c");
        assertThat(info.text("empty")).isEmpty();
        assertThat(info.number("empty")).isNaN();
        assertThat(info.number("last")).isEqualTo(1);
        assertThat(info.text("missing")).isEmpty();
        assertThat(info.section("odd")).hasSize(3);
        assertThat(info.redisAtLeast(1)).isFalse();
        assertThat(Info.parse("").section("server")).isEmpty();
    }
}
