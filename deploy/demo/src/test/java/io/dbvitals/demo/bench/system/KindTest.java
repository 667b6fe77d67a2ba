package io.dbvitals.demo.bench.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Page;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KindTest {
    @Test
    void a_key_that_is_none_is_refused() throws DemoException {
        assertThat(Kind.of("mysql")).isEqualTo(Kind.MYSQL);
        assertThatThrownBy(() -> Kind.of("mongo"))
                .hasMessage("\"mongo\" is none of postgres, redis, mysql, pgbouncer, host");
    }

    @Test
    void a_page_made_while_the_server_was_down_is_refused() {
        assertThatThrownBy(() -> Kind.REDIS.mustBeOn(page("redis_up{target=\"x\"} 0\n"), "dbvitals 1.0"))
                .hasMessage("dbvitals 1.0 does not read redis: redis_up{target=\"x\"} is 0");
    }

    @Test
    void a_page_that_lacks_the_system_is_refused() {
        assertThatThrownBy(() -> Kind.HOST.mustBeOn(page("redis_up 1\n"), "dbvitals 1.0"))
                .hasMessage("dbvitals 1.0 does not read host: there is no node_cpu_seconds_total on its page");
    }

    @Test
    void a_good_page_passes() {
        assertThatCode(() -> {
                    Kind.MYSQL.mustBeOn(page("mysql_up 1\n"), "x");
                    // A mode in which no CPU ever was.
                    Kind.HOST.mustBeOn(page("node_cpu_seconds_total{cpu=\"0\",mode=\"irq\"} 0\n"), "x");
                })
                .doesNotThrowAnyException();
    }

    private static Page page(String text) {
        return new Page(text, text.length(), Duration.ofMillis(1));
    }
}
