package io.dbvitals.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Buckets buckets = new Buckets(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void each_hasItsOwn_andMoreComesWithTime() {
        assertThat(buckets.take("a", 2)).isEmpty();
        assertThat(buckets.take("a", 2)).isEmpty();
        assertThat(buckets.take("a", 2)).contains(Duration.ofSeconds(30));
        assertThat(buckets.take("b", 2)).isEmpty();
        pass(Duration.ofSeconds(20));
        assertThat(buckets.take("a", 2).orElseThrow()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
        pass(Duration.ofSeconds(11));
        assertThat(buckets.take("a", 2)).isEmpty();
        pass(Duration.ofHours(1));
        assertThat(buckets.take("a", 2)).as("never more than its size").isEmpty();
        assertThat(buckets.take("a", 2)).isEmpty();
        assertThat(buckets.take("a", 2)).isPresent();
    }

    @Test
    void givenBack_countsForNothing() {
        buckets.take("a", 1);
        buckets.giveBack("a", 1);
        assertThat(buckets.take("a", 1)).isEmpty();
        assertThat(buckets.take("a", 1)).isPresent();
    }

    @Test
    void memory_isBounded_howeverManyCome() {
        for (int i = 0; i < 50_000; i++) {
            buckets.take("address " + i, 1);
        }
        assertThat(buckets.size()).isEqualTo(10_000);
    }
}
